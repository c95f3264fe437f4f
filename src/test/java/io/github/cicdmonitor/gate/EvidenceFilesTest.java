package io.github.cicdmonitor.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.ParsedYaml;
import org.junit.jupiter.api.Test;

final class EvidenceFilesTest {
  @Test
  void well_known_files_stand_at_the_root_and_where_the_workflow_works() {
    assertThat(EvidenceFiles.of(ParsedYaml.of("""
            on: push
            defaults:
              run:
                working-directory: ./web/
            jobs:
              build:
                steps:
                  - uses: actions/setup-go@v5
                    with:
                      go-version-file: services/api/go.mod
                      cache-dependency-path: |
                        services/*/go.sum
                        tools/go.sum
            """)))
        .contains(
            "go.mod",
            ".nvmrc",
            "web/package.json",
            "services/api/go.mod",
            "services/api/go.sum",
            "tools/go.sum")
        .noneMatch(path -> path.contains("*"));
  }

  @Test
  void what_leads_out_of_the_repository_or_is_an_expression_is_not_asked_for() {
    assertThat(EvidenceFiles.of(ParsedYaml.of("""
            on: push
            jobs:
              build:
                steps:
                  - with:
                      node-version-file: ../../etc/passwd
                      python-version-file: ${{ inputs.file }}
                      global-json-file: /etc/passwd
            """)))
        .noneMatch(path -> path.contains("passwd") || path.contains("$"));
  }

  @Test
  void a_text_that_is_not_readable_names_nothing() {
    assertThat(EvidenceFiles.of(ParsedYaml.of("on: ["))).isEmpty();
  }
}
