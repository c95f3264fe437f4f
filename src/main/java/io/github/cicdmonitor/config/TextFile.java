package io.github.cicdmonitor.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one small UTF-8 file that the user named; never waits, and never reads without an end. */
final class TextFile {
  /** Over a thousand repositories fit; a log or an image given by mistake does not. */
  static final int MOST_BYTES = 1 << 20;

  private TextFile() {}

  /** The text without a byte order mark; or empty, with the reason among the mistakes. */
  static Optional<String> read(Path file, String name, Mistakes mistakes) {
    if (!Files.exists(file)) {
      mistakes.add(name, "no such file");
    } else if (Files.isDirectory(file)) {
      mistakes.add(name, "is a directory: must be a file");
    } else if (!Files.isRegularFile(file)) {
      // A pipe could keep us waiting for ever, and a device has no end.
      mistakes.add(name, "is not a regular file");
    } else {
      return readRegular(file, name, mistakes);
    }
    return Optional.empty();
  }

  private static Optional<String> readRegular(Path file, String name, Mistakes mistakes) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        mistakes.add(name, "is larger than 1 MiB: must be a small text file");
        return Optional.empty();
      }
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      mistakes.add(name, "is not UTF-8 text");
    } catch (NoSuchFileException e) {
      mistakes.add(name, "no such file");
    } catch (IOException e) {
      mistakes.add(name, "cannot be read: check its owner and mode");
    }
    return Optional.empty();
  }
}
