package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Fault;
import io.github.cicdmonitor.sandbox.Ledger;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A repository that GitHub refuses, again and again, costs the others nothing. */
@ExtendWith(CliExtension.class)
class ScanFairnessEndToEndTest {
  private static final List<String> NAMES =
      IntStream.range(0, 12).mapToObj(number -> "acme/r" + number).toList();

  private CliHarness cli;
  private Workshop workshop;

  @BeforeEach
  void twelveRepositories(CliHarness fresh) {
    cli = fresh.watching(NAMES.toArray(String[]::new));
    workshop = new Workshop(cli);
    NAMES.forEach(workshop::repository);
  }

  private void isLimited(String name) {
    cli.sandbox()
        .github()
        .faults()
        .always("GET /repos/" + name + "/**", Fault.tooManyRequests(Duration.ofMinutes(2)));
    cli.sandbox()
        .github()
        .faults()
        .always("GET /repos/" + name, Fault.tooManyRequests(Duration.ofMinutes(2)));
  }

  /** The repositories that were asked for, in the order of the last request of each. */
  private List<String> asked() {
    List<String> names = cli.sandbox().ledger().of("github").stream()
        .map(Ledger.Entry::request)
        .map(request -> String.join("/", List.of(request.path().split("/")).subList(2, 4)))
        .toList();
    return IntStream.range(0, names.size())
        .filter(at -> names.lastIndexOf(names.get(at)) == at)
        .mapToObj(names::get)
        .toList();
  }

  private JsonNode next(int code) {
    cli.clock().advance(Duration.ofMinutes(5));
    cli.sandbox().ledger().clear();
    return cli.run("scan", "--json").exits(code).json();
  }

  private static List<String> failed(JsonNode scan) {
    return StreamSupport.stream(scan.path("repositories").spliterator(), false)
        .filter(repository -> !repository.path("error").isNull())
        .map(repository -> repository.path("repository").asText())
        .toList();
  }

  @Test
  void one_that_is_limited_for_good_comes_last_and_the_others_are_scanned_each_time() {
    isLimited("acme/r7");
    // How many were through before r7 was refused is a matter of time, and so is who is named.
    cli.run("scan").exits(4).complains("GitHub limits our requests until");

    for (int tick = 0; tick < 3; tick++) {
      SandboxRepository last = cli.sandbox().github().repository("acme/r11");
      workshop.fails(last, Workshop.PASSING);
      JsonNode scan = next(4);

      assertThat(failed(scan)).containsExactly("acme/r7");
      assertThat(scan.path("new_failures")).hasSize(1);
      assertThat(asked()).hasSize(NAMES.size()).last().isEqualTo("acme/r7");
    }
  }

  @Test
  void of_two_that_are_limited_each_has_its_turn() {
    isLimited("acme/r3");
    isLimited("acme/r7");
    cli.run("scan").exits(4);
    next(4); // who was under way when the other met the limit is met by it here at the latest
    next(4);

    List<String> first = List.of(asked().get(asked().size() - 1));
    next(4);
    List<String> second = List.of(asked().get(asked().size() - 1));
    next(4);
    List<String> third = List.of(asked().get(asked().size() - 1));

    assertThat(first).isNotEqualTo(second).isEqualTo(third);
    assertThat(List.of(first.get(0), second.get(0)))
        .containsExactlyInAnyOrder("acme/r3", "acme/r7");
  }

  @Test
  void one_that_answers_with_an_error_is_asked_for_after_the_others_until_it_works() {
    cli.sandbox().github().faults().always("GET /repos/acme/r0", Fault.status(503, "{}"));
    cli.run("scan").exits(0);

    next(0);
    assertThat(asked()).last().isEqualTo("acme/r0");
    cli.sandbox().github().faults().clear();
    assertThat(failed(next(0))).isEmpty();
    assertThat(asked()).last().isEqualTo("acme/r0");

    assertThat(failed(next(0))).isEmpty();
    assertThat(asked()).first().as("alone and first, as before").isEqualTo("acme/r0");
  }
}
