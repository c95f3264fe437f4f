package io.github.cicdmonitor.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Reads a body that may be endless or endlessly slow. */
public final class BoundedBody {
  private static final int CHUNK = 16 * 1024;

  private BoundedBody() {}

  /**
   * All of it.
   *
   * @throws IOException as the stream does, and when {@code patience} is used up
   * @throws HttpError NONSENSE when it is longer than {@code maxBytes}
   */
  public static byte[] read(InputStream body, int maxBytes, Duration patience) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    int count = body.read(chunk);
    while (count >= 0) {
      if (out.size() + count > maxBytes) {
        throw HttpError.nonsense("it is longer than " + maxBytes + " bytes");
      }
      out.write(chunk, 0, count);
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new InterruptedIOException("too slow");
      }
      count = body.read(chunk);
    }
    return out.toByteArray();
  }
}
