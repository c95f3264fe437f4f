package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and places that give a secret away, and what only looks like one of them. */
final class PlacesTest {
  private static final Redactor REDACTOR = new Redactor(List.of(), new byte[] {1, 2});
  private static final PlantedSecrets SECRETS = new PlantedSecrets(170);

  record Place(String secret, String text) {}

  private static List<Place> rows() throws IOException {
    try (InputStream in = PlacesTest.class.getResourceAsStream("/redact/places.tsv")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> new Place(
              line.substring(0, line.indexOf('\t')),
              line.substring(line.indexOf('\t') + 1).replace("␤", "\n")))
          .toList();
    }
  }

  static List<Place> secrets() throws IOException {
    return rows().stream().filter(place -> !place.secret().equals("-")).toList();
  }

  static List<Place> benign() throws IOException {
    return rows().stream().filter(place -> place.secret().equals("-")).toList();
  }

  /** Made at run time, so that no source file holds what looks like a secret. */
  private static String secretOf(Place place) {
    return switch (place.secret()) {
      case "PASSWORD" -> SECRETS.base62(11);
      case "KEY" -> SECRETS.base62(18);
      default -> place.secret();
    };
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_goes_from_its_place(Place place) {
    String secret = secretOf(place);

    assertThat(REDACTOR.scrub(place.text().replace("{}", secret)))
        .doesNotContain(secret)
        .contains("[redacted:");
  }

  @ParameterizedTest
  @MethodSource("benign")
  void what_is_no_secret_stays(Place place) {
    assertThat(REDACTOR.scrub(place.text())).isEqualTo(place.text());
  }
}
