/* Records what a process writes to a SQLite database, and what it has synced: preloaded before the C library.

   gcc -shared -fPIC -O2 -o recorder.so recorder.c -ldl -lpthread

   CUT_DATABASE is the database's path, CUT_LOG the file that the record goes to. Each entry is 14 bytes (what, which
   file, an offset or number of 8 bytes, a length of 4, all in the machine's order) and then as many bytes of data.
   What: w write, t truncate, s sync, u unlink, a acknowledged. Files: 1 the database, 2 its -wal, 3 its -journal. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;
static int record_file = -1;

#define REAL(name, result, ...)                                     \
    static result (*real)(__VA_ARGS__);                             \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static int which(const char *path) {
    const char *database = getenv("CUT_DATABASE");
    size_t length = database ? strlen(database) : 0;
    if (!length || strncmp(path, database, length)) return 0;
    path += length;
    return !*path ? 1 : !strcmp(path, "-wal") ? 2 : !strcmp(path, "-journal") ? 3 : 0;
}

static int which_open(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return which(path);
}

static void note(char what, int file, int64_t number, const void *data, int32_t length) {
    char head[14] = {what, (char)file};
    memcpy(head + 2, &number, sizeof number);
    memcpy(head + 10, &length, sizeof length);
    struct iovec parts[2] = {{head, sizeof head}, {(void *)data, (size_t)length}};
    pthread_mutex_lock(&alone);
    if (record_file < 0) record_file = open(getenv("CUT_LOG"), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (writev(record_file, parts, data ? 2 : 1) != (ssize_t)sizeof head + (data ? length : 0)) abort();
    pthread_mutex_unlock(&alone);
}

void cut_acknowledged(int64_t number) { note('a', 0, number, NULL, 0); }

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
    REAL(pwrite64, ssize_t, int, const void *, size_t, off64_t);
    ssize_t written = real(file, data, length, offset);
    int ours = written > 0 ? which_open(file) : 0;
    if (ours) note('w', ours, offset, data, (int32_t)written);
    return written;
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) { return pwrite64(file, data, length, offset); }

int fdatasync(int file) {
    REAL(fdatasync, int, int);
    int failed = real(file), ours = failed ? 0 : which_open(file);
    if (ours) note('s', ours, 0, NULL, 0);
    return failed;
}

int fsync(int file) {
    REAL(fsync, int, int);
    int failed = real(file), ours = failed ? 0 : which_open(file);
    if (ours) note('s', ours, 0, NULL, 0);
    return failed;
}

int ftruncate64(int file, off64_t length) {
    REAL(ftruncate64, int, int, off64_t);
    int failed = real(file, length), ours = failed ? 0 : which_open(file);
    if (ours) note('t', ours, length, NULL, 0);
    return failed;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int unlink(const char *path) {
    REAL(unlink, int, const char *);
    int failed = real(path), ours = failed ? 0 : which(path);
    if (ours) note('u', ours, 0, NULL, 0);
    return failed;
}
