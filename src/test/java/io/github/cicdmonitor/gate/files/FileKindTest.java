package io.github.cicdmonitor.gate.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  @ParameterizedTest
  @CsvSource({
    ".github/workflows/ci.yml, WORKFLOW",
    ".github/workflows/sub/ci.yml, OTHER_CI",
    ".github/workflows/readme.md, OTHER_CI",
    ".github/actions/setup/action.yml, ACTION",
    ".circleci/config.yml, OTHER_CI",
    "Jenkinsfile.release, OTHER_CI",
    "ci/azure-pipelines-nightly.yml, OTHER_CI",
    "a/requirements-dev.txt, REQUIREMENTS",
    "requirements/dev.txt, UNKNOWN",
    "tests/package.json, NPM_MANIFEST",
    "app/Dockerfile.dev, DOCKERFILE",
    "tools/x.dockerfile, DOCKERFILE",
    ".eslintrc.json, QUALITY_GATE",
    "jest.config.ts, QUALITY_GATE",
    "scripts/a.sh, SCRIPT",
    "deploy/values.yaml, INFRASTRUCTURE",
    "k8s/app/deployment.yml, INFRASTRUCTURE",
    "k8s/readme.txt, UNKNOWN",
    "tests/data.bin, TEST",
    "a_test.go, TEST",
    "x.spec.ts, TEST",
    "tests.py, TEST",
    "src/main.bin, SOURCE",
    "main.go, SOURCE",
    "docs/a/b.txt, DOCUMENTATION",
    "notes.txt, UNKNOWN",
    "README.md, DOCUMENTATION",
    "Makefile, SCRIPT",
    "makefile/x.bin, UNKNOWN"
  })
  void a_file_is_told_by_its_path(String path, FileKind kind) {
    assertThat(FileKind.of(path)).isEqualTo(kind);
  }
}
