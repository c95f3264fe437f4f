package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container image: {@code [host/]name[:tag][@digest]}. */
public final class ImageChange {
  private static final Pattern FORM = Pattern.compile(
      "([a-z0-9./_-]+(?::[0-9]{1,5}/[a-z0-9./_-]+)?)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?");
  private static final Pattern TAG =
      Pattern.compile("v?([0-9]+(?:\\.[0-9]+){0,3})(-[A-Za-z0-9.-]+)?");

  private ImageChange() {}

  public static boolean isImage(String uses) {
    return uses.startsWith("docker://");
  }

  public static void compare(String before, String after, int line, WorkflowPlace place) {
    if (before.equals(after)) {
      return;
    }
    Matcher old = FORM.matcher(before);
    Matcher now = FORM.matcher(after);
    String what = "image " + Shown.quoted(before) + " → " + Shown.quoted(after);
    if (!now.matches() || !old.matches()) {
      place.add(ChangeKind.K15, line, what);
      place.found().ask("an image that cannot be determined: " + Shown.quoted(after));
      return;
    }
    if (!canonical(old.group(1)).equals(canonical(now.group(1)))) {
      place.add(ChangeKind.K15, line, what);
      return;
    }
    String oldDigest = Optional.ofNullable(old.group(3)).orElse("");
    String nowDigest = Optional.ofNullable(now.group(3)).orElse("");
    if (!oldDigest.equals(nowDigest)) {
      place.add(
          ChangeKind.K23,
          line,
          what + (nowDigest.isEmpty() ? ", no longer pinned" : ", a digest nobody checked"));
      return;
    }
    tags(
        Optional.ofNullable(old.group(2)).orElse("latest"),
        Optional.ofNullable(now.group(2)).orElse("latest"),
        line,
        what,
        place);
  }

  /** Five parameters: the two tags, and the line and words of the whole image for what is found. */
  private static void tags(
      String before, String after, int line, String what, WorkflowPlace place) {
    Matcher old = TAG.matcher(before);
    Matcher now = TAG.matcher(after);
    if (!now.matches()) {
      // latest, stable, edge: nobody can tell later what ran
      place.add(ChangeKind.K2, line, what);
      place.add(ChangeKind.K20, line, "a tag that moves");
      place.found().ask(what + ": a tag that moves");
      return;
    }
    if (!old.matches()) {
      place.add(ChangeKind.K2, line, what);
      return;
    }
    boolean sameVariant =
        Optional.ofNullable(old.group(2)).equals(Optional.ofNullable(now.group(2)));
    boolean asExact = now.group(1).split("\\.").length >= old.group(1).split("\\.").length;
    Version.Step step = Version.step(old.group(1), now.group(1));
    if (step == Version.Step.DOWN || !asExact) {
      place.add(ChangeKind.K23, line, what + (asExact ? ", an older one" : ", less exact"));
    } else if (sameVariant && step == Version.Step.PATCH) {
      place.add(ChangeKind.K1, line, what);
    } else {
      place.add(ChangeKind.K2, line, what);
    }
  }

  private static String canonical(String name) {
    return name.replaceFirst("^(?:docker\\.io/|index\\.docker\\.io/)?(?:library/)?", "");
  }
}
