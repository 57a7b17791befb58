/* Loaded into a program with LD_PRELOAD, in place of a disk that can fail.

   DISK_FOLDER: the folder whose files it looks after; all others are left alone.
   DISK_KEPT:   where set, a second folder that gets what a disk is sure to have: the content of a
                file as it is at each fsync of it, and at once what becomes of its name.
   DISK_ERROR:  a file that begins with one byte; while that is not 0, it is the number of the
                error with which everything fails that would change something in the folder.
   CLOCK_SHIFT: a file with 8 bytes, the seconds by which the clock is wrong. */
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
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static const char *folder, *kept;
static const volatile unsigned char *error_byte;
static const volatile int64_t *shift;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static const void *mapped(const char *name, size_t size) {
    const char *path = getenv(name);
    int fd = path ? REAL(open)(path, O_RDONLY) : -1;
    if (fd < 0) return NULL;
    void *found = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    return found == MAP_FAILED ? NULL : found;
}

__attribute__((constructor)) static void begin(void) {
    folder = getenv("DISK_FOLDER");
    kept = getenv("DISK_KEPT");
    error_byte = mapped("DISK_ERROR", 1);
    shift = mapped("CLOCK_SHIFT", 8);
}

/* The path below the folder, beginning with a slash; NULL for what lies elsewhere. */
static const char *below(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    return length && !strncmp(path, folder, length) && path[length] == '/' ? path + length : NULL;
}

static const char *path_at(int at, const char *path, char *out) {
    char start[PATH_MAX] = "", link[64];
    if (path[0] != '/') {
        if (at == AT_FDCWD) {
            if (!getcwd(start, sizeof start)) return NULL;
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            ssize_t length = readlink(link, start, sizeof start - 1);
            if (length < 0) return NULL;
            start[length] = 0;
        }
    }
    if (path[0] == '.' && path[1] == '/') path += 2;
    snprintf(out, PATH_MAX, "%s%s%s", start, path[0] == '/' ? "" : "/", path);
    return below(out);
}

static const char *path_of(int fd, char *out) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, out, PATH_MAX - 1);
    if (length < 0) return NULL;
    out[length] = 0;
    return below(out);
}

/* Whether the disk fails now, with errno set. */
static int fails(const char *path) {
    if (!path || !error_byte || !*error_byte) return 0;
    errno = *error_byte;
    return 1;
}

static int fails_at(int at, const char *path) {
    char whole[PATH_MAX];
    return error_byte && *error_byte && fails(path_at(at, path, whole));
}

static int fails_of(int fd) {
    char whole[PATH_MAX];
    return error_byte && *error_byte && fails(path_of(fd, whole));
}

/* --- what is sure to be on the disk ---------------------------------------------------------- */
static void kept_path(const char *below_it, char *out) { snprintf(out, PATH_MAX, "%s%s", kept, below_it); }

static void make_parents(char *path) {
    for (char *slash = strchr(path + strlen(kept) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        REAL(mkdir)(path, 0700);
        *slash = '/';
    }
}

/* In place, so that a program that is killed meanwhile leaves old and new side by side, as a disk
   would. The file is not opened again where that can be helped: to close it would give up the
   locks that SQLite has on it. */
static void keep_content(int fd, const char *below_it) {
    static __thread char part[1 << 16];
    char path[PATH_MAX];
    struct stat found;
    kept_path(below_it, path);
    make_parents(path);
    int to = REAL(open)(path, O_WRONLY | O_CREAT, 0600), from = fd;
    if (to < 0) return;
    flock(to, LOCK_EX); /* else an older content could be written after a newer one */
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        char live[PATH_MAX];
        snprintf(live, sizeof live, "%s%s", folder, below_it);
        from = REAL(open)(live, O_RDONLY);
    }
    off_t done = 0;
    for (ssize_t count; (count = pread(from, part, sizeof part, done)) > 0; done += count)
        if (REAL(pwrite)(to, part, count, done) != count) break;
    if (!fstat(from, &found) && REAL(ftruncate)(to, found.st_size)) perror("disk_shim");
    if (from != fd) close(from);
    close(to);
}

static int synced(int fd, int result) {
    char path[PATH_MAX];
    struct stat found;
    int error = errno;
    const char *below_it = kept && !result ? path_of(fd, path) : NULL;
    if (below_it && !fstat(fd, &found) && S_ISREG(found.st_mode) && found.st_nlink)
        keep_content(fd, below_it);
    errno = error;
    return result;
}

int fsync(int fd) { return fails_of(fd) ? -1 : synced(fd, REAL(fsync)(fd)); }
int fdatasync(int fd) { return fails_of(fd) ? -1 : synced(fd, REAL(fdatasync)(fd)); }

static int removed(int at, const char *path, int flags, int result) {
    char whole[PATH_MAX], path_kept[PATH_MAX];
    int error = errno;
    const char *below_it = kept && !result ? path_at(at, path, whole) : NULL;
    if (below_it) {
        kept_path(below_it, path_kept);
        REAL(unlinkat)(AT_FDCWD, path_kept, flags);
    }
    errno = error;
    return result;
}

static int moved(int from_at, const char *from, int to_at, const char *to, int result) {
    char one[PATH_MAX], other[PATH_MAX], one_kept[PATH_MAX], other_kept[PATH_MAX];
    int error = errno;
    if (kept && !result) {
        const char *below_one = path_at(from_at, from, one), *below_other = path_at(to_at, to, other);
        if (below_one && below_other) {
            kept_path(below_one, one_kept);
            kept_path(below_other, other_kept);
            make_parents(other_kept);
            if (REAL(rename)(one_kept, other_kept)) REAL(unlink)(other_kept);
        }
    }
    errno = error;
    return result;
}

static int made(int at, const char *path, int result) {
    char whole[PATH_MAX], path_kept[PATH_MAX];
    int error = errno;
    const char *below_it = kept && !result ? path_at(at, path, whole) : NULL;
    if (below_it) {
        kept_path(below_it, path_kept);
        make_parents(path_kept);
        REAL(mkdir)(path_kept, 0700);
    }
    errno = error;
    return result;
}

static int linked(const char *from, const char *to, int result) {
    char one[PATH_MAX], other[PATH_MAX], one_kept[PATH_MAX], other_kept[PATH_MAX];
    int error = errno;
    if (kept && !result) {
        const char *below_one = path_at(AT_FDCWD, from, one);
        const char *below_other = path_at(AT_FDCWD, to, other);
        if (below_one && below_other) {
            kept_path(below_one, one_kept);
            kept_path(below_other, other_kept);
            REAL(link)(one_kept, other_kept);
        }
    }
    errno = error;
    return result;
}

/* --- what changes something ------------------------------------------------------------------ */
#define CHANGES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

#define OPENS(name, signature, call, at, path)                                                     \
    int name signature {                                                                           \
        mode_t mode = 0;                                                                           \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                                     \
            va_list more;                                                                          \
            va_start(more, flags);                                                                 \
            mode = va_arg(more, mode_t);                                                           \
            va_end(more);                                                                          \
        }                                                                                          \
        if (flags & CHANGES && fails_at(at, path)) return -1;                                      \
        return REAL(name) call;                                                                    \
    }

OPENS(open, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD, path)
OPENS(open64, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD, path)
OPENS(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode), at, path)
OPENS(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode), at, path)

#define CHANGES_FILE(type, name, signature, call)                                                  \
    type name signature { return fails_of(fd) ? -1 : REAL(name) call; }

CHANGES_FILE(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
CHANGES_FILE(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
CHANGES_FILE(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
CHANGES_FILE(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count))
CHANGES_FILE(ssize_t, pwritev, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at))
CHANGES_FILE(int, ftruncate, (int fd, off_t size), (fd, size))
CHANGES_FILE(int, ftruncate64, (int fd, off64_t size), (fd, size))

int unlink(const char *path) {
    return fails_at(AT_FDCWD, path) ? -1 : removed(AT_FDCWD, path, 0, REAL(unlink)(path));
}
int rmdir(const char *path) {
    return fails_at(AT_FDCWD, path) ? -1 : removed(AT_FDCWD, path, AT_REMOVEDIR, REAL(rmdir)(path));
}
int unlinkat(int at, const char *path, int flags) {
    return fails_at(at, path) ? -1 : removed(at, path, flags, REAL(unlinkat)(at, path, flags));
}
int rename(const char *from, const char *to) {
    return fails_at(AT_FDCWD, to) ? -1 : moved(AT_FDCWD, from, AT_FDCWD, to, REAL(rename)(from, to));
}
int renameat(int from_at, const char *from, int to_at, const char *to) {
    return fails_at(to_at, to) ? -1 : moved(from_at, from, to_at, to, REAL(renameat)(from_at, from, to_at, to));
}
int mkdir(const char *path, mode_t mode) {
    return fails_at(AT_FDCWD, path) ? -1 : made(AT_FDCWD, path, REAL(mkdir)(path, mode));
}
int mkdirat(int at, const char *path, mode_t mode) {
    return fails_at(at, path) ? -1 : made(at, path, REAL(mkdirat)(at, path, mode));
}
int link(const char *from, const char *to) {
    return fails_at(AT_FDCWD, to) ? -1 : linked(from, to, REAL(link)(from, to));
}

/* --- the clock ------------------------------------------------------------------------------- */
static int64_t wrong_by(void) { return shift ? *shift : 0; }

int clock_gettime(clockid_t clock, struct timespec *out) {
    int result = REAL(clock_gettime)(clock, out);
    if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) out->tv_sec += wrong_by();
    return result;
}
int gettimeofday(struct timeval *restrict out, void *restrict zone) {
    int result = REAL(gettimeofday)(out, zone);
    if (!result) out->tv_sec += wrong_by();
    return result;
}
time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}

/* The system would write its own time where it is asked for that of now. */
int utimensat(int at, const char *path, const struct timespec times[2], int flags) {
    struct timespec now[2];
    if (fails_at(at, path)) return -1;
    if (!times && wrong_by()) {
        clock_gettime(CLOCK_REALTIME, &now[0]);
        now[1] = now[0];
        times = now;
    }
    return REAL(utimensat)(at, path, times, flags);
}
