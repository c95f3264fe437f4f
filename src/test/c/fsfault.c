/*
 * Stands between a program and the file system (LD_PRELOAD): counts the operations on some files and
 * can strike at one of them, by SIGKILL, by an error or by a short write. Nothing of it is in the
 * program that is released; the test compiles it.
 *
 *   FSFAULT_PREFIXES  path prefixes of the files that count, separated by ':'; the folder of the first
 *                     counts when it is synced
 *   FSFAULT_CONTROL   the control page below, shared with the test
 *   FSFAULT_LOG       each operation, one line: "12 pwrite state.db-journal 512"; a strike adds
 *                     "STRUCK 12 pwrite state.db-journal 512"
 *   FSFAULT_RECORD    (optional) the operations with their data, for replaying a power cut
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { NOTHING, KILL, FAIL, SHORT_WRITE, STOP };

/* Java knows these offsets: see FileFaults. */
struct control {
  volatile int64_t operations; /* 0: so far */
  volatile int64_t matched;    /* 8: of them, those that the pattern fits */
  volatile int64_t strike_at;  /* 16: strike at this one of the matched; 0 = never */
  volatile int64_t mode;       /* 24 */
  volatile int64_t error;      /* 32: errno of FAIL */
  volatile int64_t lasting;    /* 40: FAIL from there on, not once */
  volatile int64_t struck;     /* 48: how many strikes */
  char pattern[64];            /* 56: what "pwrite state.db-journal 512" has to contain, or "" */
};

static struct control *control;
static int log_fd = -1;
static int record_fd = -1;
static char prefixes[4096];
static char folder[PATH_MAX];
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) {
    _exit(99);
  }
  return found;
}

static void raw_write(int fd, const void *data, size_t size) {
  const char *at = data;
  while (size > 0) {
    long n = syscall(SYS_write, fd, at, size);
    if (n <= 0) {
      return;
    }
    at += n;
    size -= (size_t)n;
  }
}

static int raw_open(const char *variable, int flags) {
  const char *path = getenv(variable);
  return path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0600);
}

__attribute__((constructor)) static void begin(void) {
  const char *wanted = getenv("FSFAULT_PREFIXES");
  int fd = raw_open("FSFAULT_CONTROL", O_RDWR);
  if (wanted == NULL || fd < 0) {
    return;
  }
  snprintf(prefixes, sizeof prefixes, "%s", wanted);
  size_t first = strcspn(prefixes, ":");
  snprintf(folder, sizeof folder, "%.*s", (int)first, prefixes);
  char *slash = strrchr(folder, '/');
  if (slash != NULL) {
    *slash = 0;
  }
  void *page = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  log_fd = raw_open("FSFAULT_LOG", O_WRONLY | O_APPEND | O_CREAT);
  record_fd = raw_open("FSFAULT_RECORD", O_WRONLY | O_APPEND | O_CREAT);
  if (page != MAP_FAILED) {
    control = page;
  }
}

/* The name below the folder, or NULL for a file that does not count. */
static const char *name_of(const char *path) {
  const char *prefix = prefixes;
  if (control == NULL || path == NULL) {
    return NULL;
  }
  while (*prefix != 0) {
    size_t length = strcspn(prefix, ":");
    if (length > 0 && strncmp(path, prefix, length) == 0) {
      const char *slash = strrchr(path, '/');
      return slash == NULL ? path : slash + 1;
    }
    prefix += length + (prefix[length] == ':');
  }
  return strcmp(path, folder) == 0 ? "." : NULL;
}

static const char *name_of_fd(int fd, char *space, size_t size) {
  char link[64];
  if (control == NULL) {
    return NULL;
  }
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, space, size - 1);
  if (n <= 0) {
    return NULL;
  }
  space[n] = 0;
  char *deleted = strstr(space, " (deleted)");
  if (deleted != NULL) {
    *deleted = 0;
  }
  return name_of(space);
}

/* 4 bytes each: length of what, length of name; 8 bytes each: offset, length of data; then the three. */
static void record(const char *what, const char *name, int64_t offset, const void *data,
                   int64_t size) {
  if (record_fd < 0) {
    return;
  }
  uint32_t lengths[2] = {(uint32_t)strlen(what), (uint32_t)strlen(name)};
  int64_t numbers[2] = {offset, size};
  raw_write(record_fd, lengths, sizeof lengths);
  raw_write(record_fd, numbers, sizeof numbers);
  raw_write(record_fd, what, lengths[0]);
  raw_write(record_fd, name, lengths[1]);
  if (data != NULL) {
    raw_write(record_fd, data, (size_t)size);
  }
}

/* A full disk takes nothing more, but what is there can still be opened, renamed and removed. */
static int spares(const char *what) {
  return control->mode == FAIL && control->error == ENOSPC &&
         (strcmp(what, "open") == 0 || strcmp(what, "rename") == 0 || strcmp(what, "unlink") == 0);
}

/* Counts an operation that is about to happen. Returns NOTHING, FAIL (errno is set) or SHORT_WRITE. */
static enum mode about_to(const char *what, const char *name, int64_t size) {
  char line[PATH_MAX + 64];
  pthread_mutex_lock(&one_at_a_time);
  int64_t number = ++control->operations;
  int length = snprintf(line, sizeof line, "%lld %s %s %lld\n", (long long)number, what, name,
                        (long long)size);
  enum mode mode = NOTHING;
  if (!spares(what) && (control->pattern[0] == 0 || strstr(line, control->pattern) != NULL)) {
    int64_t matched = ++control->matched;
    int64_t at = control->strike_at;
    if (at > 0 && (matched == at || (control->lasting && matched > at))) {
      mode = (enum mode)control->mode;
    }
  }
  if (mode != NOTHING) {
    control->struck++;
    raw_write(log_fd, "STRUCK ", 7);
  }
  raw_write(log_fd, line, (size_t)length);
  if (mode == KILL) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) {
      pause();
    }
  }
  pthread_mutex_unlock(&one_at_a_time);
  if (mode == STOP) {
    syscall(SYS_kill, getpid(), SIGSTOP);
    return NOTHING;
  }
  if (mode == FAIL) {
    errno = (int)control->error;
  }
  return mode;
}

static void recorded(const char *what, const char *name, int64_t offset, const void *data,
                     int64_t size) {
  int kept = errno;
  pthread_mutex_lock(&one_at_a_time);
  record(what, name, offset, data, size);
  pthread_mutex_unlock(&one_at_a_time);
  errno = kept;
}

ssize_t write(int fd, const void *data, size_t size) {
  char space[PATH_MAX];
  const char *name = fd <= 2 ? NULL : name_of_fd(fd, space, sizeof space);
  if (name == NULL) {
    return REAL(write)(fd, data, size);
  }
  enum mode mode = about_to("write", name, (int64_t)size);
  if (mode == FAIL) {
    return -1;
  }
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = REAL(write)(fd, data, mode == SHORT_WRITE ? (size + 1) / 2 : size);
  if (done > 0) {
    recorded("write", name, offset, data, done);
  }
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
  char space[PATH_MAX];
  const char *name = name_of_fd(fd, space, sizeof space);
  if (name == NULL) {
    return REAL(pwrite)(fd, data, size, offset);
  }
  enum mode mode = about_to("pwrite", name, (int64_t)size);
  if (mode == FAIL) {
    return -1;
  }
  ssize_t done = REAL(pwrite)(fd, data, mode == SHORT_WRITE ? (size + 1) / 2 : size, offset);
  if (done > 0) {
    recorded("write", name, offset, data, done);
  }
  return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
  return pwrite(fd, data, size, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  char space[PATH_MAX];
  const char *name = fd <= 2 ? NULL : name_of_fd(fd, space, sizeof space);
  if (name == NULL) {
    return REAL(writev)(fd, parts, count);
  }
  ssize_t all = 0;
  for (int i = 0; i < count; i++) {
    ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
    if (done < 0) {
      return all > 0 ? all : -1;
    }
    all += done;
    if ((size_t)done < parts[i].iov_len) {
      return all;
    }
  }
  return all;
}

static int synced(const char *what, int fd, int (*sync)(int)) {
  char space[PATH_MAX];
  const char *name = name_of_fd(fd, space, sizeof space);
  if (name == NULL) {
    return sync(fd);
  }
  if (about_to(what, name, 0) == FAIL) {
    return -1;
  }
  /* Not done: a disk that forgets is played from the record, and thousands of lives are led faster. */
  recorded("sync", name, 0, NULL, 0);
  return 0;
}

int fsync(int fd) { return synced("fsync", fd, REAL(fsync)); }

int fdatasync(int fd) { return synced("fdatasync", fd, REAL(fdatasync)); }

int ftruncate(int fd, off_t size) {
  char space[PATH_MAX];
  const char *name = name_of_fd(fd, space, sizeof space);
  if (name == NULL) {
    return REAL(ftruncate)(fd, size);
  }
  if (about_to("ftruncate", name, size) == FAIL) {
    return -1;
  }
  int result = REAL(ftruncate)(fd, size);
  if (result == 0) {
    recorded("truncate", name, size, NULL, 0);
  }
  return result;
}

int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

int unlink(const char *path) {
  const char *name = name_of(path);
  if (name == NULL || access(path, F_OK) != 0) {
    return REAL(unlink)(path);
  }
  if (about_to("unlink", name, 0) == FAIL) {
    return -1;
  }
  int result = REAL(unlink)(path);
  if (result == 0) {
    recorded("unlink", name, 0, NULL, 0);
  }
  return result;
}

int rename(const char *from, const char *to) {
  const char *name = name_of(from);
  const char *other = name_of(to);
  if (name == NULL && other == NULL) {
    return REAL(rename)(from, to);
  }
  name = name == NULL ? from : name;
  other = other == NULL ? to : other;
  if (about_to("rename", other, 0) == FAIL) {
    return -1;
  }
  int result = REAL(rename)(from, to);
  if (result == 0) {
    recorded("rename", name, 0, other, (int64_t)strlen(other));
  }
  return result;
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  const char *name = name_of(path);
  int writing = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
  if (name == NULL || !writing) {
    return REAL(openat)(at, path, flags, mode);
  }
  int makes = (flags & O_CREAT) != 0 && access(path, F_OK) != 0;
  if (about_to(makes ? "create" : "open", name, 0) == FAIL) {
    return -1;
  }
  int fd = REAL(openat)(at, path, flags, mode);
  if (fd >= 0 && makes) {
    recorded("create", name, 0, NULL, 0);
  } else if (fd >= 0 && (flags & O_TRUNC) != 0) {
    recorded("truncate", name, 0, NULL, 0);
  }
  return fd;
}

/* A file system that may only be read says so when asked, too. */
static int refuses(const char *path, int how) {
  if ((how & W_OK) == 0 || name_of(path) == NULL || control->mode != FAIL || !control->lasting ||
      control->strike_at == 0 || (control->error != EROFS && control->error != EACCES)) {
    return 0;
  }
  errno = (int)control->error;
  return 1;
}

int access(const char *path, int how) {
  return refuses(path, how) ? -1 : REAL(access)(path, how);
}

int faccessat(int at, const char *path, int how, int flags) {
  return refuses(path, how) ? -1 : REAL(faccessat)(at, path, how, flags);
}

#define MODE_OF(flags, mode)                    \
  mode_t mode = 0;                              \
  if (((flags) & (O_CREAT | O_TMPFILE)) != 0) { \
    va_list list;                               \
    va_start(list, flags);                      \
    mode = va_arg(list, mode_t);                \
    va_end(list);                               \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return opened(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int at, const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return opened(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  return opened(at, path, flags | O_LARGEFILE, mode);
}
