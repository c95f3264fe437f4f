package io.github.cicdmonitor.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives as {@code git archive} does, and such as it never would. */
public final class ZipWriter {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int UNIX = 0x0317;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int count;

  /** @param mode as in git; only links and executable files carry it, as in git's own archives */
  public ZipWriter file(String name, int mode, byte[] content) {
    return add(name, mode, content, content.length);
  }

  public ZipWriter file(String name, String text) {
    return file(name, 0100644, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file that the directory says is of another size than it is. */
  public ZipWriter lying(String name, byte[] content, int saidSize) {
    return add(name, 0100644, content, saidSize);
  }

  public ZipWriter folder(String name) {
    return add(name, 0, new byte[0], 0);
  }

  private ZipWriter add(String name, int mode, byte[] content, int saidSize) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] packed = content.length == 0 ? content : deflate(content);
    int method = content.length == 0 ? STORED : DEFLATED;
    CRC32 crc = new CRC32();
    crc.update(content);
    int offset = out.size();
    byte[] localBytes = new byte[30 + nameBytes.length];
    ByteBuffer local = little(localBytes);
    local.putInt(0x04034b50).putShort((short) 20).putShort((short) 0x0800).putShort((short) method);
    local.putInt(0).putInt((int) crc.getValue()).putInt(packed.length).putInt(saidSize);
    local.putShort((short) nameBytes.length).putShort((short) 0).put(nameBytes);
    out.writeBytes(localBytes);
    out.writeBytes(packed);
    boolean told = (mode & 0170000) != 0100000 || (mode & 0111) != 0;
    byte[] entryBytes = new byte[46 + nameBytes.length];
    ByteBuffer entry = little(entryBytes);
    entry.putInt(0x02014b50).putShort((short) (told && mode != 0 ? UNIX : 0)).putShort((short) 20);
    entry.putShort((short) 0x0800).putShort((short) method).putInt(0).putInt((int) crc.getValue());
    entry.putInt(packed.length).putInt(saidSize).putShort((short) nameBytes.length);
    entry.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    entry.putInt(told ? mode << 16 : 0).putInt(offset).put(nameBytes);
    directory.writeBytes(entryBytes);
    count++;
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(directory.toByteArray());
    byte[] comment = "0123456789abcdef0123456789abcdef01234567".getBytes(StandardCharsets.US_ASCII);
    byte[] endBytes = new byte[22 + comment.length];
    ByteBuffer end = little(endBytes);
    end.putInt(0x06054b50).putInt(0).putShort((short) count).putShort((short) count);
    end.putInt(directory.size()).putInt(out.size());
    end.putShort((short) comment.length).put(comment);
    all.writeBytes(endBytes);
    return all.toByteArray();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    while (!deflater.finished()) {
      packed.write(chunk, 0, deflater.deflate(chunk));
    }
    deflater.end();
    return packed.toByteArray();
  }
}
