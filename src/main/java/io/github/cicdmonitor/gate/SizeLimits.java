package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.HardRuleHit;
import java.util.List;
import java.util.Set;

/** B-SIZE: more than a person would read with care. */
final class SizeLimits {
  private SizeLimits() {}

  static void check(List<FileChange> changes, Set<HardRuleHit> hits) {
    long bytes = 0;
    int lines = 0;
    for (FileChange change : changes) {
      EditSize size = EditSize.of(change.before().orElse(""), change.after().orElse(""));
      bytes += size.bytes();
      lines += Math.max(size.added(), size.removed());
    }
    if (changes.size() > EditSize.MAX_FILES) {
      hits.add(hit(changes.size() + " files, at most " + EditSize.MAX_FILES));
    }
    if (lines > EditSize.MAX_LINES) {
      hits.add(hit("more than " + EditSize.MAX_LINES + " lines"));
    }
    if (bytes > EditSize.MAX_BYTES) {
      hits.add(hit(bytes / 1024 + " KiB, at most " + EditSize.MAX_BYTES / 1024));
    }
  }

  private static HardRuleHit hit(String reason) {
    return new HardRuleHit("B-SIZE", "", 0, "too much for one edit: " + reason);
  }
}
