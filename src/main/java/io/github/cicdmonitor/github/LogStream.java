package io.github.cicdmonitor.github;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A log of any size, but neither endless nor endlessly slow; each read has its own time limit. Of one
 * that is longer than anybody's log the beginning is read: the failure is told rather than asked for
 * again and again.
 */
final class LogStream extends FilterInputStream {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final long MOST_BYTES = 8L << 30;

  private final long start = System.nanoTime();
  private final long mostBytes;
  private long count;

  LogStream(InputStream in) {
    this(in, MOST_BYTES);
  }

  LogStream(InputStream in, long mostBytes) {
    super(in);
    this.mostBytes = mostBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (System.nanoTime() - start > PATIENCE.toNanos()) {
      throw new InterruptedIOException("the log did not end within " + PATIENCE);
    }
    if (count >= mostBytes) {
      return -1;
    }
    int read = super.read(buffer, offset, (int) Math.min(length, mostBytes - count));
    count += Math.max(0, read);
    return read;
  }
}
