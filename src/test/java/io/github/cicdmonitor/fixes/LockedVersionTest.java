package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LockedVersionTest {
  private static final String MANIFEST = """
      {
        "devDependencies": {
          "dayjs": "^1.11.2"
        }
      }
      """;
  private static final String LOCK = """
      { "packages": {
        "node_modules/dayjs": {
          "version": "1.11.10"
        },
        "node_modules/x/node_modules/dayjs": {
          "version": "1.12.0"
        } } }
      """;
  private static final String MODULE = "module x\n\nrequire (\n\tgolang.org/x/text v0.14.0\n)\n";

  private final Repo npm = Repo.with("package.json", MANIFEST).and("package-lock.json", LOCK);
  private final Repo go = Repo.with("go.mod", MODULE)
      .and("go.sum", "golang.org/x/text v0.14.2 h1:abc=\ngolang.org/x/text v0.15.0/go.mod h1:d=\n");

  @Test
  void the_version_that_the_lock_holds() {
    assertThat(npm.edit("package.json", "^1.11.2", "^1.11.10")).matches(Recognition::isAutomatic);
    assertThat(go.edit("go.mod", "v0.14.0", "v0.14.2")).matches(Recognition::isAutomatic);
    assertThat(Repo.with("package.json", MANIFEST.replace("devDependencies", "dependencies"))
            .and("package-lock.json", LOCK)
            .edit("package.json", "^1.11.2", "^1.11.10"))
        .as("who uses the package gets it too")
        .matches(r -> r.isWhole() && !r.isAutomatic());
  }

  @Test
  void another_version_range_or_package_is_not_it() {
    for (String other :
        new String[] {"^1.11.11", "^1.12.0", ">=1.11.10", "1.11.10", "~1.11.10", "npm:a@1.11.10"}) {
      assertThat(npm.edit("package.json", "^1.11.2", other).isAutomatic())
          .as(other)
          .isFalse();
    }
    assertThat(npm.edit("package.json", "\"dayjs\": \"^1.11.2", "\"daysj\": \"^1.11.10")
            .isAutomatic())
        .isFalse();
    assertThat(go.edit("go.mod", "v0.14.0", "v0.15.0").isAutomatic()).isFalse();
    assertThat(go.edit("go.mod", "v0.14.0", "v0.14.1").isAutomatic()).isFalse();
  }
}
