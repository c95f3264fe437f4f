package io.github.cicdmonitor.logs;

/**
 * Remembers shapes of lines that turned out to say nothing, so that the thousandth "Tests run: 12,
 * Failures: 0" costs no decoding. Numbers count as equal, but for zero against non-zero and for those
 * of three digits, which may be a status. Bounded; an entry that is overwritten is learnt again.
 */
final class Worthless {
  private static final int SLOTS = 1 << 13;
  private static final int LONGEST = 1_000;
  private static final long PRIME = 0x100000001b3L;
  private static final long SEED = 0xcbf29ce484222325L;

  private final long[] shapes = new long[SLOTS];

  boolean holds(long shape) {
    return shape != 0 && shapes[slot(shape)] == shape;
  }

  void add(long shape) {
    shapes[slot(shape)] = shape;
  }

  private static int slot(long shape) {
    return (int) (shape ^ shape >>> 32) & (SLOTS - 1);
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  /** 0 for a line too long to be worth it. */
  static long shape(byte[] line, int from, int to) {
    if (to - from > LONGEST) {
      return 0;
    }
    long hash = SEED;
    int i = from;
    while (i < to) {
      byte b = line[i];
      if (b >= '0' && b <= '9') {
        int end = i + 1;
        boolean zero = b == '0';
        while (end < to && line[end] >= '0' && line[end] <= '9') {
          zero &= line[end] == '0';
          end++;
        }
        int number = zero ? '0' : '1';
        if (end - i == 3 && !(i > from && isLetter(line[i - 1]))) {
          number = line[i] << 16 | line[i + 1] << 8 | line[i + 2];
        }
        hash = (hash ^ number) * PRIME;
        i = end;
      } else {
        hash = (hash ^ b) * PRIME;
        i++;
      }
    }
    return hash == 0 ? 1 : hash;
  }
}
