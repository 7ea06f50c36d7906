"""The file of a model of classification: what is written is read again, and what was changed
is refused.
"""

import msgspec
import pytest

from openkeden.base.findings import Refused
from openkeden.classification.index import class_documents, classifier_file
from openkeden.classification.index.classifier_model import (
    FORM,
    ClassifierHead,
    ClassifierModel,
    Join,
    ModelCard,
)
from openkeden.classification.index.parts import Part, PartHead
from openkeden.classification.reading import vocabulary

HEADINGS = ("0808", "2009", "8517")
SUBHEADINGS = ("080810", "200971", "200979", "851713")


def split(text: str, _: str) -> list[str]:
    return text.split()


def head(name: str, **changed: object) -> PartHead:
    usual = PartHead(
        name=name,
        source="name",
        language="en",
        digits=4,
        unit="whole",
        growth=3000,
        evenness=100,
    )
    return msgspec.structs.replace(usual, **changed)


def small(**changed: object) -> ClassifierModel:
    """A model of three headings."""
    texts = {"0808": ["apple fresh", "apple fresh"], "2009": ["apple juice", "juice"]}
    below = {"200971": ["apple juice brix low"], "200979": ["apple juice"]}
    words = {"8517": ["phone", "smart phone"], "2009": ["juice box"]}
    lines = head("words", source="words", unit="line")
    model = ClassifierModel(
        card=ModelCard(title="small"),
        headings=HEADINGS,
        subheadings=SUBHEADINGS,
        others=frozenset({"200979"}),
        vocabulary=vocabulary.EMPTY,
        parts=(
            class_documents.part(head("name"), texts, HEADINGS, split),
            class_documents.part(head("below", digits=6), below, SUBHEADINGS, split),
            class_documents.part(lines, words, HEADINGS, split),
        ),
        joins=(
            Join(digits=4, weights={"name4": 2.0, "words4.line": 1.0, "name6": 1.0}),
            Join(digits=6, weights={"heading": 1.0, "name6": 1.0, "name6.within": 1.0}),
        ),
    )
    return msgspec.structs.replace(model, **changed)


def refusal(data: bytes) -> str:
    found = classifier_file.read(data, "m")
    assert isinstance(found, Refused)
    (finding,) = found.findings
    return finding.rule


def test_what_is_written_is_read_again():
    data = classifier_file.written(small(further={"nearest": memoryview(b"abc")}))
    again = classifier_file.read(data, "m")
    assert isinstance(again, ClassifierModel)
    assert classifier_file.written(again) == data
    assert bytes(again.further["nearest"]) == b"abc"
    assert again.headings == HEADINGS
    assert again.parts[2].postings.lengths[1] == 1


def test_equal_models_give_equal_files():
    assert classifier_file.written(small()) == classifier_file.written(small())


def test_c11_each_changed_byte_is_seen():
    data = classifier_file.written(small())
    for place in range(len(b"openkeden classifier "), len(data), 7):
        changed = bytearray(data)
        changed[place] ^= 1
        assert refusal(bytes(changed)) == "C.11"
    assert refusal(data[:-1]) == "C.11"
    assert refusal(data + b" ") == "C.11"


def test_c10_another_file_is_no_model():
    assert refusal(b"") == "C.10"
    assert refusal(b"openkeden risk model 00\n{}") == "C.10"


def signed(body: bytes) -> bytes:
    return b"openkeden classifier %s\n%s" % (classifier_file.digest_of(body), body)


def test_c12_another_form_is_named():
    told = msgspec.json.encode({"form": FORM + 1})
    assert refusal(signed(b"%015d\n%s" % (len(told), told))) == "C.12"


@pytest.mark.parametrize(
    "body", [b"", b"x", b"%015d\n{}" % 2, b"%015d\n%s" % (10, b'{"form":2}')]
)
def test_c13_a_body_that_is_none_is_refused(body):
    assert refusal(signed(body)) == "C.13"


def reheaded(**changed: object) -> bytes:
    """The file of the small model with another head."""
    data = classifier_file.written(small())
    body = data.partition(b"\n")[2]
    size = int(body[:16])
    known = msgspec.json.decode(body[16 : 16 + size], type=ClassifierHead)
    told = msgspec.json.encode(msgspec.structs.replace(known, **changed))
    return signed(b"%015d\n%s%s" % (len(told), told, body[16 + size :]))


def test_c13_parts_that_do_not_fit_are_refused():
    assert refusal(reheaded(headings=("0808",))) == "C.13"
    assert refusal(reheaded(sections=())) == "C.13"
    assert refusal(reheaded(sections=(("vocabulary", 10**9),))) == "C.13"
    assert refusal(reheaded(joins=())) == "C.13"
    assert refusal(reheaded(subheadings=("999999", *SUBHEADINGS[1:]))) == "C.13"


def test_c13_numbers_of_documents_that_are_not_there_are_refused():
    model = small()
    part = model.parts[0]
    wrong = msgspec.structs.replace(part.postings, owners=[9] * len(part.postings.owners))
    far = Part(part.head, wrong)
    data = classifier_file.written(small(parts=(far, *model.parts[1:])))
    assert refusal(data) == "C.13"
    lines = Part(model.parts[2].head, model.parts[2].postings, [9, 9, 9])
    data = classifier_file.written(small(parts=(lines,)))
    assert refusal(data) == "C.13"
    assert isinstance(classifier_file.read(data, "m", looked_through=True), ClassifierModel)


def test_c14_what_is_larger_than_any_model_is_not_read(monkeypatch):
    monkeypatch.setattr(classifier_file, "LARGEST", 10)
    assert refusal(classifier_file.written(small())) == "C.14"
