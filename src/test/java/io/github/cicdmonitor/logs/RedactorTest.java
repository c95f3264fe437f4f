package io.github.cicdmonitor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.logs.PlantedSecrets.Planted;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RedactorTest {
  private static final Redactor REDACTOR = new Redactor(List.of(), new byte[] {1, 2, 3});

  static Stream<Planted> planted() {
    PlantedSecrets secrets = new PlantedSecrets(7);
    return Stream.of(secrets.tokens(), secrets.inContext(), secrets.assigned())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void a_planted_secret_does_not_survive(Planted planted) {
    String redacted = REDACTOR.scrub("before " + planted.text() + " after");

    assertThat(redacted).doesNotContain(planted.secret()).contains("[redacted:", "before");
  }
}
