"""A command `keden` for scripts: it hands its words and its streams to the test, which has them
run in a process forked from one that has loaded the program.
"""

import array
import json
import pathlib
import socket
import sys
import threading
from multiprocessing import connection

from tests import warm

#: What stands in the place of the command: the least that Python can start with.
CLIENT = """\
#!{python} -IS
import array, json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
streams = array.array("i", [0, 1, 2])
line.sendmsg([len(asked).to_bytes(4, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
line.sendall(asked)
code = int(line.makefile().read())
sys.exit(code if code >= 0 else 128 - code)
"""


class Shim:
    """Answers the command that it lays into a folder, until it is closed."""

    def __init__(self, folder: pathlib.Path) -> None:
        address = str(folder / "socket")
        self._line = socket.socket(socket.AF_UNIX)
        self._line.bind(address)
        self._line.listen()
        command = folder / "keden"
        command.write_text(CLIENT.format(python=sys.executable, address=address))
        command.chmod(0o755)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def _serve(self) -> None:
        while True:
            try:
                call, _ = self._line.accept()
            except OSError:
                return
            threading.Thread(target=_answer, args=(call,), daemon=True).start()


def _answer(call: socket.socket) -> None:
    """Run one command to its end."""
    with call:
        head, sent, _, _ = call.recvmsg(4, socket.CMSG_SPACE(12))
        streams = array.array("i")
        streams.frombytes(sent[0][2])
        with call.makefile("rb") as file:
            words, folder, environment = json.loads(file.read(int.from_bytes(head, "big")))
        ends = [connection.Connection(stream) for stream in streams]
        code = warm.run(words, pathlib.Path(folder), environment, *ends)
        call.sendall(str(code).encode())
