package io.github.cicdmonitor.redact;

import io.github.cicdmonitor.model.SafeText;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes secrets out of text: the tokens this process holds in any encoding, the formats of many
 * vendors, credentials in URLs and headers, values with a telling name, private keys, and long
 * random runs. Works before a log is cut or stored, and again on every body that leaves.
 *
 * <p>What one line gives away is a secret in the others, too, in any encoding.
 *
 * <p>Linear in the length of the text whatever it holds. The number of lines stays, and so does the
 * validity of a JSON text. Redacting twice changes nothing more. Immutable; any thread may call.
 */
public final class Redactor implements LineRedaction {
  /** After the second pass nearly always nothing is left to do; the rest is for odd input. */
  private static final int MAX_PASSES = 6;

  private static final int KEY_BYTES = 32;

  /** Made with the first text: random numbers are slow to start, and many commands redact nothing. */
  private static final class KeyOfThisProcess {
    private static final byte[] VALUE = randomKey();
  }

  private final OwnSecrets own;
  private final Supplier<byte[]> key;

  /** Hashes in the replacements are keyed with a random key of this process. */
  public Redactor(Collection<String> ownSecrets) {
    own = new OwnSecrets(ownSecrets);
    key = () -> KeyOfThisProcess.VALUE;
  }

  Redactor(Collection<String> ownSecrets, byte[] key) {
    own = new OwnSecrets(ownSecrets);
    this.key = key::clone;
  }

  public static Redactor withoutOwnSecrets() {
    return new Redactor(List.of());
  }

  private static byte[] randomKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** One text of any number of lines. */
  public SafeText redact(String text) {
    return SafeText.ofRedacted(scrub(text));
  }

  @Override
  public List<SafeText> redact(List<String> lines) {
    return scrubLines(cleaned(lines)).stream().map(SafeText::ofRedacted).toList();
  }

  /** For bodies and messages that leave the process; what was valid JSON stays valid JSON. */
  public String scrub(String text) {
    return String.join("\n", scrubLines(linesOf(ControlText.clean(text))));
  }

  /** A line's own line feeds, which only a mistaken caller sends, must not become lines. */
  private static List<String> cleaned(List<String> lines) {
    return lines.stream()
        .map(ControlText::clean)
        .map(line -> line.indexOf('\n') < 0 ? line : line.replace('\n', ' '))
        .toList();
  }

  private static List<String> linesOf(String text) {
    return Arrays.asList(text.split("\n", -1));
  }

  private List<String> scrubLines(List<String> lines) {
    Marker marker = new Marker(key.get());
    List<String> before = lines;
    OwnSecrets known = own;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      Examination examination = new Examination(known, 0, before);
      if (examination.isClean()) {
        return before;
      }
      if (pass == 0) {
        known = own.and(examination.learned());
      }
      List<String> after = examination.replaced(marker);
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    return before;
  }
}
