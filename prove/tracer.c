/* Record what a process writes below a folder and to standard output, in order; and make the
 * k-th of these calls fail.
 *
 * Loaded by LD_PRELOAD; idle until `prove_start` reads PROVE_ROOT (the folder), PROVE_TRACE (the
 * file to append records to), PROVE_FAIL ("eio", "short" or "full") and PROVE_AT (the number of
 * the call, from 1). "eio" fails one call, "short" writes half of one, "full" fails every call
 * from there on as a full disk does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 'c', WRITE = 'w', TRUNCATE = 't', SYNC = 's', RENAME = 'r', LINK = 'l',
       UNLINK = 'u', MKDIR = 'm', OUTPUT = 'o' };

struct __attribute__((packed)) record {
    uint8_t kind;
    uint64_t inode;
    int64_t offset;
    uint32_t name;
    uint32_t data;
};

static char root[PATH_MAX];
static int trace = -1;
static char mode;
static long fail_at, seen;

void prove_start(void) {
    const char *folder = getenv("PROVE_ROOT"), *file = getenv("PROVE_TRACE");
    const char *how = getenv("PROVE_FAIL"), *at = getenv("PROVE_AT");
    snprintf(root, sizeof root, "%s", folder ? folder : "");
    mode = how ? how[0] : 0;
    fail_at = at ? atol(at) : 0;
    seen = 0;
    if (file) {
        int opened = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        trace = fcntl(opened, F_DUPFD_CLOEXEC, 900);
        syscall(SYS_close, opened);
    }
}

#define REAL(name) ({ static void *found; if (!found) found = dlsym(RTLD_NEXT, #name); (__typeof__(&name))found; })

static int below(const char *path) {
    size_t length = strlen(root);
    return length && !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static void absolute(int folder, const char *path, char *whole) {
    char start[PATH_MAX] = "", link[64];
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
        return;
    }
    if (folder == AT_FDCWD) {
        if (!getcwd(start, sizeof start)) start[0] = 0;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, start, sizeof start - 1);
        start[length < 0 ? 0 : length] = 0;
    }
    if (snprintf(whole, PATH_MAX, "%s/%s", start, path) >= PATH_MAX) whole[0] = 0;
}

static int watched(int fd, char *path) {
    char link[64];
    if (!root[0] || fd < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

static uint64_t inode_of(int fd) {
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

static void keep(int kind, uint64_t inode, int64_t offset, const char *name, const void *data, size_t size) {
    if (trace < 0) return;
    int before = errno;
    struct record head = {kind, inode, offset, strlen(name), size};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)name, head.name}, {(void *)data, size}};
    ssize_t all = sizeof head + head.name + size;
    if (syscall(SYS_writev, trace, parts, 3) != all) abort();
    errno = before;
}

/* Whether this call is to fail, with errno set; "short" fails all but writes. */
static int fails(void) {
    seen++;
    if (!mode || seen < fail_at || (mode != 'f' && seen > fail_at)) return 0;
    errno = mode == 'f' ? ENOSPC : EIO;
    return 1;
}

/* How much of a write may be done: all, half, or nothing (-1). */
static ssize_t allowed(size_t size) {
    if (!fails()) return size;
    return mode == 's' && size > 1 ? (ssize_t)(size / 2) : -1;
}

ssize_t write(int fd, const void *data, size_t size) {
    char path[PATH_MAX];
    if (fd == 1 && root[0]) {
        ssize_t done = REAL(write)(fd, data, size);
        if (done > 0) keep(OUTPUT, 0, 0, "", data, done);
        return done;
    }
    if (!watched(fd, path)) return REAL(write)(fd, data, size);
    ssize_t part = allowed(size);
    if (part < 0) return -1;
    ssize_t done = REAL(write)(fd, data, part);
    if (done > 0) keep(WRITE, inode_of(fd), lseek(fd, 0, SEEK_CUR) - done, path, data, done);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    char path[PATH_MAX];
    if (!watched(fd, path)) return REAL(pwrite64)(fd, data, size, offset);
    ssize_t part = allowed(size);
    if (part < 0) return -1;
    ssize_t done = REAL(pwrite64)(fd, data, part, offset);
    if (done > 0) keep(WRITE, inode_of(fd), offset, path, data, done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    return pwrite64(fd, data, size, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t all = 0;
    for (int part = 0; part < count; part++) {
        ssize_t done = write(fd, parts[part].iov_base, parts[part].iov_len);
        if (done < 0) return all ? all : -1;
        all += done;
        if ((size_t)done < parts[part].iov_len) break;
    }
    return all;
}

int ftruncate64(int fd, off64_t size) {
    char path[PATH_MAX];
    if (!watched(fd, path)) return REAL(ftruncate64)(fd, size);
    if (fails()) return -1;
    int done = REAL(ftruncate64)(fd, size);
    if (!done) keep(TRUNCATE, inode_of(fd), size, path, "", 0);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    if (!watched(fd, path)) return real(fd);
    if (fails()) return -1;
    int done = real(fd);
    if (!done) keep(SYNC, inode_of(fd), 0, path, "", 0);
    return done;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int openat64(int folder, const char *name, int flags, ...) {
    char path[PATH_MAX];
    struct stat there;
    va_list rest;
    va_start(rest, flags);
    mode_t bits = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    absolute(folder, name, path);
    if (!root[0] || !below(path)) return REAL(openat64)(folder, name, flags, bits);
    int is_new = stat(path, &there) != 0 && flags & O_CREAT;
    int cuts = !is_new && flags & O_TRUNC;
    if ((is_new || cuts) && fails()) return -1;
    int fd = REAL(openat64)(folder, name, flags, bits);
    if (fd >= 0 && is_new) keep(CREATE, inode_of(fd), 0, path, "", 0);
    if (fd >= 0 && cuts) keep(TRUNCATE, inode_of(fd), 0, path, "", 0);
    return fd;
}

#define BITS(flags) ({ va_list rest; va_start(rest, flags); \
    mode_t given = (flags) & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); given; })

int openat(int folder, const char *name, int flags, ...) { return openat64(folder, name, flags, BITS(flags)); }
int open(const char *name, int flags, ...) { return openat64(AT_FDCWD, name, flags, BITS(flags)); }
int open64(const char *name, int flags, ...) { return openat64(AT_FDCWD, name, flags, BITS(flags)); }

static int named(int kind, int folder, const char *from, int other, const char *to, int done) {
    char path[PATH_MAX], second[PATH_MAX] = "";
    if (done) return done;
    absolute(folder, from, path);
    if (to) absolute(other, to, second);
    keep(kind, 0, 0, path, second, strlen(second));
    return done;
}

static int inside(int folder, const char *name) {
    char path[PATH_MAX];
    absolute(folder, name, path);
    return root[0] && below(path);
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned flags) {
    int ours = inside(other, to);
    if (ours && fails()) return -1;
    int done = syscall(SYS_renameat2, folder, from, other, to, flags);
    return ours ? named(RENAME, folder, from, other, to, done) : done;
}

int renameat(int folder, const char *from, int other, const char *to) { return renameat2(folder, from, other, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int folder, const char *from, int other, const char *to, int flags) {
    int ours = inside(other, to);
    if (ours && fails()) return -1;
    int done = syscall(SYS_linkat, folder, from, other, to, flags);
    return ours ? named(LINK, folder, from, other, to, done) : done;
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int folder, const char *name, int flags) {
    int ours = inside(folder, name);
    if (ours && fails()) return -1;
    int done = syscall(SYS_unlinkat, folder, name, flags);
    return ours ? named(UNLINK, folder, name, 0, NULL, done) : done;
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t bits) {
    int ours = inside(folder, name);
    if (ours && fails()) return -1;
    int done = syscall(SYS_mkdirat, folder, name, bits);
    return ours ? named(MKDIR, folder, name, 0, NULL, done) : done;
}

int mkdir(const char *name, mode_t bits) { return mkdirat(AT_FDCWD, name, bits); }

/* What copies inside the kernel is refused, so that callers write, which is seen. */
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags) {
    char path[PATH_MAX];
    if (watched(out, path)) { errno = EINVAL; return -1; }
    return REAL(copy_file_range)(in, from, out, to, size, flags);
}

ssize_t sendfile64(int out, int in, off64_t *from, size_t size) {
    char path[PATH_MAX];
    if (watched(out, path)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, out, in, from, size);
}

ssize_t sendfile(int out, int in, off_t *from, size_t size) { return sendfile64(out, in, (off64_t *)from, size); }
