package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The line that a terminal shows while a scan goes on. */
@ExtendWith(CliExtension.class)
class ScanProgressEndToEndTest {
  private static final String LONG = "acme/" + "long-name-".repeat(9);

  private CliHarness cli;

  @BeforeEach
  void aTerminal(CliHarness fresh) {
    Workshop workshop = new Workshop(fresh);
    workshop.repository(LONG + 1);
    workshop.repository(LONG + 2);
    cli = fresh.watching(LONG + 1, LONG + 2).onATerminal();
  }

  private List<String> shown() {
    return List.of(cli.run("scan").exits(0).err().split("\r"));
  }

  @Test
  void a_name_that_is_too_long_for_a_row_is_cut() {
    assertThat(shown())
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(80))
        .anySatisfy(line ->
            assertThat(line).startsWith("scanning acme/long-name-").endsWith("-… (0 of 2)"));
  }

  @Test
  void the_row_is_as_wide_as_the_shell_says() {
    cli.with("COLUMNS", "40");

    assertThat(shown())
        .anySatisfy(line ->
            assertThat(line).hasSize(39).startsWith("scanning acme/long").endsWith("… (0 of 2)"));

    cli.with("COLUMNS", "10");
    assertThat(shown()).allSatisfy(line -> assertThat(line).hasSizeLessThan(10));
    cli.with("COLUMNS", "wide");
    assertThat(shown()).anySatisfy(line -> assertThat(line).hasSize(79));
  }
}
