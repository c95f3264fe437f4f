package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CompletionScriptTest {
  @Test
  void the_completion_that_is_installed_knows_the_commands_and_options_of_this_build()
      throws IOException {
    assertThat(Files.readString(CompletionScript.FILE))
        .as("scripts/completions writes it")
        .isEqualTo(CompletionScript.text())
        .contains("--before-effects");
  }
}
