package io.github.cicdmonitor.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.fixes.Editor;
import io.github.cicdmonitor.gate.finding.EditSize;
import org.junit.jupiter.api.Test;

final class SizeLimitsTest {
  @Test
  void what_a_recipe_proposes_is_not_too_many_files() {
    assertThat(Editor.MOST_FILES).isEqualTo(EditSize.MAX_FILES);
  }
}
