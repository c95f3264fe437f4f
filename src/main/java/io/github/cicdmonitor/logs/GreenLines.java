package io.github.cicdmonitor.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Which lines the last green run of a job printed, as a sorted set of {@link LineKeys}: a line that
 * stood there did not fail the job. Holds none of the text. Immutable.
 */
public final class GreenLines {
  /** Where no green run is known, or its log is gone. */
  public static final GreenLines NONE = new GreenLines(new long[0], false);

  /** Before a line of a script, which no output is mistaken for. */
  private static final String SHOWN = "\u0001";

  private static final int MOST_LINES = 1 << 16;
  private static final long MOST_BYTES = 64L << 20;
  private static final int BLOCK = 1 << 16;
  private static final int LONGEST_LINE = 4_000;

  private final long[] keys;
  private final boolean whole;

  /** @param whole whether each line of the log is in it */
  private GreenLines(long[] keys, boolean whole) {
    this.keys = keys;
    this.whole = whole;
  }

  /** Reads at most 64 MiB of a log; does not close it. Scripts that the runner shows are no output. */
  public static GreenLines read(InputStream log) throws IOException {
    InputStream in = Utf8Input.of(log);
    Set<Long> keys = new HashSet<>();
    byte[] block = new byte[BLOCK];
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    long read = 0;
    int n = in.read(block);
    while (n >= 0 && read < MOST_BYTES && keys.size() < MOST_LINES) {
      read += n;
      for (int i = 0; i < n && keys.size() < MOST_LINES; i++) {
        if (block[i] == '\n') {
          add(line, length, keys);
          length = 0;
        } else if (length < LONGEST_LINE) {
          line[length++] = block[i];
        }
      }
      n = in.read(block);
    }
    add(line, length, keys);
    long[] sorted = keys.stream().mapToLong(Long::longValue).sorted().toArray();
    return new GreenLines(sorted, n < 0 && keys.size() < MOST_LINES);
  }

  private static void add(byte[] line, int length, Set<Long> keys) {
    if (length > 0) {
      String text = LineFormat.parse(LogBlock.cleaned(line, 0, length)).text();
      keys.add(LineKeys.of(isEcho(line, length) ? SHOWN + text : text));
    }
  }

  private static boolean isEcho(byte[] line, int length) {
    String head = new String(line, 0, Math.min(length, 100), StandardCharsets.UTF_8);
    return LineFormat.parse(head).text().startsWith(LogBlock.ECHO);
  }

  public boolean isEmpty() {
    return keys.length == 0;
  }

  /**
   * Whether the green run printed the line too. The runner's word that a step failed is not the
   * job's output: a step that may fail has it in a green run as well.
   *
   * @param line without timestamp and colours, not redacted
   */
  boolean holds(String line) {
    boolean exitCode = line.startsWith("##[error]") && line.contains("exit code");
    return !exitCode && Arrays.binarySearch(keys, LineKeys.of(line)) >= 0;
  }

  /** Whether the green run certainly did not print the line, nor showed it as part of a script. */
  boolean lacks(String line) {
    return whole && !shows(line);
  }

  /** Whether the green run printed the line, or showed it as part of a script. */
  boolean shows(String line) {
    return holds(line) || Arrays.binarySearch(keys, LineKeys.of(SHOWN + line)) >= 0;
  }

  /** One byte that says whether the set is whole, then the sorted keys of eight bytes each. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + keys.length * Long.BYTES);
    bytes.put((byte) (whole ? 1 : 0)).asLongBuffer().put(keys);
    return bytes.array();
  }

  /** What {@link #toBytes} wrote; {@link #NONE} for anything else. */
  public static GreenLines ofBytes(byte[] bytes) {
    if (bytes.length % Long.BYTES != 1) {
      return NONE;
    }
    long[] keys = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes, 1, bytes.length - 1).asLongBuffer().get(keys);
    for (int i = 1; i < keys.length; i++) {
      if (keys[i - 1] >= keys[i]) {
        return NONE;
      }
    }
    return new GreenLines(keys, bytes[0] == 1);
  }
}
