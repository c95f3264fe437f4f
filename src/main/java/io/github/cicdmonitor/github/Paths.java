package io.github.cicdmonitor.github;

import java.util.List;
import okhttp3.HttpUrl;

/**
 * Paths and branch names on their way into an address. A dot segment would make it the address of
 * something else.
 */
final class Paths {
  private static final int LONGEST = 4_096;

  private Paths() {}

  /** Whether every part between slashes names something. */
  static boolean isPlain(String path) {
    return path.length() <= LONGEST
        && path.chars().noneMatch(c -> c < ' ' || c == 0x7f)
        && List.of(path.split("/", -1)).stream()
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  /** Adds a plain path part by part, each encoded. */
  static HttpUrl.Builder append(HttpUrl.Builder url, String path) {
    for (String part : path.split("/", -1)) {
      url.addPathSegment(part);
    }
    return url;
  }

  /** What the path of an address has after that of the API's root. */
  static List<String> after(HttpUrl root, HttpUrl url) {
    List<String> path = url.pathSegments();
    int prefix =
        (int) root.pathSegments().stream().filter(part -> !part.isEmpty()).count();
    return path.subList(Math.min(prefix, path.size()), path.size());
  }
}
