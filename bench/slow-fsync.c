/*
 * Owns making fsync and fdatasync take a millisecond longer, as on disks that do not acknowledge from a cache.
 * Preloaded into the servers of the row about durable creates; what it does to them is measured there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int delayed(const char *name, int descriptor) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct timespec millisecond = {0, 1000000};
  nanosleep(&millisecond, 0);
  return real(descriptor);
}

int fsync(int descriptor) { return delayed("fsync", descriptor); }
int fdatasync(int descriptor) { return delayed("fdatasync", descriptor); }
