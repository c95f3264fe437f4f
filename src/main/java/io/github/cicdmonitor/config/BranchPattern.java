package io.github.cicdmonitor.config;

import java.util.regex.Pattern;

/** A branch name or a glob: {@code *} stands for any characters, slashes too ({@code release/*}). */
public record BranchPattern(String glob) {
  public boolean matches(String branch) {
    StringBuilder regex = new StringBuilder();
    for (String literal : glob.split("\\*", -1)) {
      if (regex.length() > 0) {
        regex.append(".*");
      }
      regex.append(literal.isEmpty() ? "(?:)" : Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(branch).matches();
  }
}
