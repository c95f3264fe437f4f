package io.github.cicdmonitor.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Logs are UTF-8; files saved by PowerShell are UTF-16 and are read as what they mean. */
final class Utf8Input {
  private static final int PROBE = 64;

  private Utf8Input() {}

  static InputStream of(InputStream log) throws IOException {
    PushbackInputStream in = new PushbackInputStream(log, PROBE);
    byte[] head = in.readNBytes(PROBE);
    in.unread(head);
    Optional<Charset> wide = wideCharset(head);
    return wide.isPresent() ? new Transcoded(new InputStreamReader(in, wide.get())) : in;
  }

  private static Optional<Charset> wideCharset(byte[] head) {
    if (head.length < 2) {
      return Optional.empty();
    }
    int mark = (head[0] & 0xff) << 8 | (head[1] & 0xff);
    if (mark == 0xfffe || mark == 0xfeff) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    int evenZeros = 0;
    int oddZeros = 0;
    for (int i = 0; i + 1 < head.length; i += 2) {
      evenZeros += head[i] == 0 && head[i + 1] != 0 ? 1 : 0;
      oddZeros += head[i] != 0 && head[i + 1] == 0 ? 1 : 0;
    }
    int pairs = head.length / 2;
    if (pairs >= 4 && oddZeros * 10 >= pairs * 9) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    if (pairs >= 4 && evenZeros * 10 >= pairs * 9) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return Optional.empty();
  }

  private static final class Transcoded extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[8192];
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Transcoded(Reader reader) {
      this.reader = reader;
    }

    private boolean fill() throws IOException {
      while (!bytes.hasRemaining()) {
        int n = reader.read(chars);
        if (n < 0) {
          return false;
        }
        bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars, 0, n));
      }
      return true;
    }

    @Override
    public int read() throws IOException {
      return fill() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int n = Math.min(length, bytes.remaining());
      bytes.get(target, offset, n);
      return n;
    }
  }
}
