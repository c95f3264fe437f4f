package io.github.cicdmonitor.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The gate's test data. */
final class Resources {
  private Resources() {}

  static String read(String name) {
    try (InputStream stream = Resources.class.getResourceAsStream("/gate/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
