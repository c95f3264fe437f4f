package io.github.cicdmonitor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.GitObjects.Commit;
import io.github.cicdmonitor.sandbox.GitObjects.GitFile;
import io.github.cicdmonitor.sandbox.GitObjects.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The expected ids were printed by git itself for the same files. */
class GitObjectsTest {
  private final GitObjects objects = new GitObjects();

  private String blob(String text) {
    return objects.addBlob(text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, GitFile> files() {
    Map<String, GitFile> files = new TreeMap<>();
    files.put("a.txt", new GitFile("100644", blob("x")));
    files.put("a/b/c.txt", new GitFile("100644", blob("hello\n")));
    files.put("a/run.sh", new GitFile("100755", blob("#!/bin/sh\n")));
    files.put("link", new GitFile("120000", blob("a.txt")));
    return files;
  }

  @Test
  void a_blob_is_named_as_git_names_it() {
    assertThat(blob("hello\n")).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
    assertThat(blob("")).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  }

  @Test
  void trees_sort_folders_as_git_does_and_keep_modes_and_links() {
    String tree = objects.addFiles(files());

    assertThat(tree).isEqualTo("970825611b1c71658c7b2d284c240780d94a9b8d");
    assertThat(objects.folders(tree))
        .containsEntry("a", "61d213e6796d1f511e65f1dd63388410fcb73225")
        .containsEntry("a/b", "2bcada35da78a7011b5497fcf851bb11e2353a39");
    assertThat(objects.files(tree)).isEqualTo(files());
  }

  @Test
  void a_commit_is_named_as_git_names_it() {
    Identity anna = Identity.of("dev-anna", Instant.ofEpochSecond(1_700_000_000L));
    Commit commit = new Commit(objects.addFiles(files()), List.of(), anna, anna, "First\n");

    assertThat(objects.addCommit(commit)).isEqualTo("d7c3db09bd639920ba0f95e83f4f38e16fab7630");
  }
}
