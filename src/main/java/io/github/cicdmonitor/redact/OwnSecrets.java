package io.github.cicdmonitor.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The tokens this process holds, found in any of the forms they may be printed in: as they are,
 * base64 (three alignments, both alphabets), hexadecimal, URL-encoded, JSON-escaped, reversed; and
 * any piece of 12 characters of one of these. A rolling hash over windows of 12 costs the same for
 * one token and for many.
 */
final class OwnSecrets {

  /** Shorter values are left alone: an empty or tiny one would redact everything. */
  private static final int SHORTEST = 8;

  private static final int WINDOW = 12;

  private static final int ENDING = 3;
  private static final int ENDINGS = 1 << 16;

  private final List<Windows> windows = new ArrayList<>();
  private final LearnedSecrets learned;

  /** Where the hash of three characters that stand in some form is marked. */
  private final boolean[] endings = new boolean[ENDINGS];

  OwnSecrets(Collection<String> secrets) {
    learned = LearnedSecrets.NONE;
    for (String secret : secrets) {
      if (secret.length() >= SHORTEST) {
        forms(withoutPublicPart(secret)).forEach(this::collectEndings);
      }
    }
    for (int size = SHORTEST; size <= WINDOW; size++) {
      Set<String> pieces = new HashSet<>();
      for (String secret : secrets) {
        if (secret.length() >= SHORTEST) {
          collect(withoutPublicPart(secret), size, pieces);
        }
      }
      if (!pieces.isEmpty()) {
        windows.add(new Windows(size, pieces));
      }
    }
  }

  private OwnSecrets(OwnSecrets own, LearnedSecrets learned) {
    this.learned = learned;
    windows.addAll(own.windows);
    System.arraycopy(own.endings, 0, endings, 0, ENDINGS);
  }

  /** These, and what a text itself has given away. */
  OwnSecrets and(Collection<String> given) {
    return given.isEmpty() ? this : new OwnSecrets(this, new LearnedSecrets(given));
  }

  /** The scheme and host of a secret URL are no secret; they are in every other URL, too. */
  private static String withoutPublicPart(String secret) {
    int scheme = secret.indexOf("://");
    int path = scheme < 0 ? -1 : secret.indexOf('/', scheme + 3);
    String rest = path < 0 ? secret : secret.substring(path + 1);
    for (String prefix : List.of("services/", "triggers/", "workflows/", "github_pat_")) {
      rest = rest.startsWith(prefix) ? rest.substring(prefix.length()) : rest;
    }
    return rest.length() >= SHORTEST ? rest : secret;
  }

  private static void collect(String secret, int size, Set<String> pieces) {
    for (String form : forms(secret)) {
      if (form.length() < size || (form.length() > size && size < WINDOW)) {
        continue;
      }
      for (int i = 0; i + size <= form.length(); i++) {
        String piece = form.substring(i, i + size);
        if (piece.chars().distinct().count() > 3) {
          pieces.add(piece);
        }
      }
    }
  }

  /** The ways in which a secret may be printed. */
  static Set<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    forms.add(new StringBuilder(secret).reverse().toString());
    forms.add(jsonEscaped(secret));
    forms.add(jsonEscaped(jsonEscaped(secret)));
    String url = URLEncoder.encode(secret, UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(lowerEscapes(url));
    forms.add(URLEncoder.encode(url, UTF_8));
    String hex = HexFormat.of().formatHex(bytes);
    forms.add(hex);
    forms.add(hex.toUpperCase(Locale.ROOT));
    for (int alignment = 0; alignment < 3; alignment++) {
      byte[] shifted = new byte[bytes.length + alignment];
      System.arraycopy(bytes, 0, shifted, alignment, bytes.length);
      addBase64(Base64.getEncoder().encodeToString(shifted), alignment, forms);
      addBase64(Base64.getUrlEncoder().encodeToString(shifted), alignment, forms);
    }
    return forms;
  }

  /** Without the characters that also depend on what stands before or after the secret. */
  private static void addBase64(String encoded, int alignment, Set<String> forms) {
    int end = encoded.indexOf('=') < 0 ? encoded.length() : encoded.indexOf('=') - 1;
    int start = alignment == 0 ? 0 : alignment + 1;
    if (end > start) {
      forms.add(encoded.substring(start, end));
    }
  }

  private static String jsonEscaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String lowerEscapes(String url) {
    StringBuilder out = new StringBuilder(url);
    for (int i = 0; i + 2 < out.length(); i++) {
      if (out.charAt(i) == '%') {
        out.setCharAt(i + 1, Character.toLowerCase(out.charAt(i + 1)));
        out.setCharAt(i + 2, Character.toLowerCase(out.charAt(i + 2)));
      }
    }
    return out.toString();
  }

  private void collectEndings(String form) {
    for (int to = ENDING; to <= form.length(); to++) {
      endings[ending(form, to)] = true;
    }
  }

  private static int ending(String text, int to) {
    int hash = text.charAt(to - 3) * 31 * 31 + text.charAt(to - 2) * 31 + text.charAt(to - 1);
    return hash & (ENDINGS - 1);
  }

  /** Whether one of the secrets may have begun before {@code to} and go on behind it. */
  boolean mayBreakAt(String text, int to) {
    return !windows.isEmpty() && (to < ENDING || endings[ending(text, to)]);
  }

  void find(ScannedLine scan) {
    windows.forEach(window -> window.find(scan));
    learned.find(scan);
  }

  /** Pieces of one size. */
  private static final class Windows {
    private final int size;
    private final PieceIndex pieces;

    Windows(int size, Set<String> pieces) {
      this.size = size;
      this.pieces = new PieceIndex(size, pieces);
    }

    void find(ScannedLine scan) {
      Stretch stretch = new Stretch(scan);
      pieces.find(scan.text(), from -> stretch.add(from, from + size));
      stretch.end();
    }
  }

  /** Pieces that touch or overlap are one finding. */
  private static final class Stretch {
    private final ScannedLine scan;
    private int from = -1;
    private int to = -1;

    Stretch(ScannedLine scan) {
      this.scan = scan;
    }

    void add(int start, int stop) {
      if (start > to) {
        end();
        from = start;
      }
      to = stop;
    }

    void end() {
      scan.found(SecretRule.OWN_SECRET, from, to);
    }
  }
}
