package io.github.cicdmonitor.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LogStreamTest {
  /** Sends the same line for ever. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      Arrays.fill(buffer, offset, offset + length, (byte) 'x');
      return length;
    }
  }

  @Test
  void an_endless_log_ends_at_the_limit() throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long read = 0;
    try (LogStream log = new LogStream(new Endless(), 100_000_001)) {
      for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
        read += n;
      }
    }

    assertThat(read).isEqualTo(100_000_001);
  }
}
