package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a job looks at the machine it runs on, and so may do something else on another image. */
final class ImageProbe {
  private static final Pattern NAME =
      Pattern.compile("(?i)\\bimage_?(?:os|version)\\b|\\blsb[_-]release\\b"
          + "|/etc/(?:os-release|issue|debian_version|redhat-release|system-release)"
          + "|\\bsw_vers\\b|\\buname\\b(?!\\s+-[ms]\\b)|\\bhostnamectl\\b|\\bsysteminfo\\b|get-computerinfo"
          + "|osversion|\\bversion_(?:id|codename)\\b|\\bdistrib_(?:id|release|codename)\\b"
          + "|platform\\.(?:release|version|platform|mac_ver|freedesktop_os_release)|os\\.release\\("
          + "|\\bglibc\\b|\\bldd --version");
  // a condition that asks a tool which version it is, or looks something up in what a tool prints
  private static final Pattern CONDITION = Pattern.compile("(?m)"
      + "(?:^|[;&|{(]\\s*)(?:if|elif|while|until|case|test|\\[\\[?)\\s[^\\n]*(?:\\$\\(|`|--version|-dump)"
      + "|(?:grep|findstr|select-string)[^\\n]*(?:&&|\\|\\|)"
      + "|\\.release\\(\\)[^\\n]*(?:&&|\\|\\|)|(?:--version|-dumpversion)[^\\n]*(?:&&|\\|\\|)");

  private ImageProbe() {}

  /** Why; empty where no script of the job does. */
  static Optional<String> in(Job job) {
    return Leaves.of(job.body()).stream()
            .anyMatch(leaf -> NAME.matcher(leaf.text()).find()
                || (!leaf.key().equals("name") && CONDITION.matcher(leaf.text()).find()))
        ? Optional.of("a step asks the image what it is")
        : Optional.empty();
  }
}
