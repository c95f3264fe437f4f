package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * Values whose name says that they are secret: {@code export X_TOKEN=…}, {@code "password": "…"},
 * {@code --api-key …}. With a name that can mean nothing else, any value that is not a placeholder
 * goes; with one that merely holds a key word, the value must look random too.
 */
final class KeyWordRules {
  private static final int MAX_NAME = 64;
  private static final int DOCKER_OPTIONS = 256;
  private static final int MIN_REGISTRY_AUTH = 12;

  private KeyWordRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String word : KeyNames.KEY_WORDS) {
      entries.add(new Triggers.Entry(word, KeyWordRules::named));
    }
    for (String word : List.of("aws", "secret", "akia", "asia")) {
      entries.add(new Triggers.Entry(word, (scan, from, to) -> scan.awsWordAt(to)));
    }
    entries.add(new Triggers.Entry("docker login", KeyWordRules::dockerLogin));
    entries.add(new Triggers.Entry("_auth", (scan, from, to) -> registryAuth(scan, to)));
    entries.add(new Triggers.Entry("\"auth\"", (scan, from, to) -> registryAuth(scan, to - 1)));
    entries.add(new Triggers.Entry("\"auth\\\"", (scan, from, to) -> registryAuth(scan, to - 2)));
    return entries;
  }

  private static void named(ScannedLine scan, int from, int to) {
    int end = to;
    while (end < to + MAX_NAME && Alphabet.DOTTED.has(scan.at(end))) {
      end++;
    }
    int start = Values.afterSeparator(scan, end);
    NamedValue.Syntax syntax = NamedValue.Syntax.PAIR;
    if (start < 0 && scan.at(end) == ' ') {
      syntax = NamedValue.Syntax.OPTION;
      start = Values.afterBlanks(scan, end);
    }
    if (start < 0 || scan.isKnownName(end)) {
      return;
    }
    int nameStart = Alphabet.DOTTED.runStart(scan.text(), from, MAX_NAME);
    String name = scan.text().substring(nameStart, end);
    boolean isOption = name.startsWith("--") || name.startsWith("-pass");
    if (syntax == NamedValue.Syntax.OPTION && !isOption) {
      return;
    }
    Values.Value value = Values.at(scan, start);
    if (!scan.isFound(from, value.to())) {
      judge(scan, new NamedValue(scan, name, end, syntax, value));
    }
  }

  private static void judge(ScannedLine scan, NamedValue named) {
    String name = KeyNames.normal(named.name());
    if (KeyNames.isBareKey(name) || named.isHarmless() || KeyNames.isHarmless(name)) {
      return;
    }
    if (KeyNames.isStrong(name) && named.isAssigned()) {
      scan.found(SecretRule.ASSIGNMENT, named.value().from(), named.value().to());
    } else if (scan.depth() == 0 && named.isRandom()) {
      scan.found(SecretRule.KEY_WORD, named.value().from(), named.value().to());
    }
  }

  /** {@code docker login -u name -p password}. */
  private static void dockerLogin(ScannedLine scan, int from, int to) {
    String text = scan.text();
    int option =
        text.substring(to, Math.min(text.length(), to + DOCKER_OPTIONS)).indexOf(" -p ");
    if (option < 0) {
      return;
    }
    Values.Value value = Values.at(scan, to + option + 4);
    if (!ValueShape.isPlaceholder(text, value.from(), value.to())) {
      scan.found(SecretRule.REGISTRY_AUTH, value.from(), value.to());
    }
  }

  /** {@code "auth": "<base64 of user:password>"} and {@code _auth=…} of an npm configuration. */
  private static void registryAuth(ScannedLine scan, int nameEnd) {
    int start = Values.afterSeparator(scan, nameEnd);
    if (start < 0) {
      return;
    }
    Values.Value value = Values.at(scan, start);
    if (value.to() - value.from() >= MIN_REGISTRY_AUTH
        && scan.runEnd(Alphabet.BASE64_PADDED, value.from()) >= value.to()
        && !ValueShape.isPlaceholder(scan.text(), value.from(), value.to())) {
      scan.found(SecretRule.REGISTRY_AUTH, value.from(), value.to());
    }
  }
}
