package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Values whose name says that they are secret: {@code export X_TOKEN=…}, {@code "password": "…"},
 * {@code --api-key …}, {@code <password>…</password>}, and the columns, arguments and following lines
 * that names have their values in. With a name that can mean nothing else, any value that is not a
 * placeholder goes; with one that merely holds a key word, the value must look random too.
 */
final class KeyWordRules {
  private static final int MAX_NAME = 64;
  private static final int MIN_REGISTRY_AUTH = 12;

  private KeyWordRules() {}

  static List<Triggers.Entry> entries() {
    List<Triggers.Entry> entries = new ArrayList<>();
    for (String word : KeyNames.triggers()) {
      entries.add(new Triggers.Entry(word, KeyWordRules::named));
    }
    for (String word : List.of("aws", "secret", "akia", "asia")) {
      entries.add(new Triggers.Entry(word, (scan, from, to) -> scan.awsWordAt(to)));
    }
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
    while (end > to && scan.at(end - 1) == '.') {
      end--;
    }
    if (scan.isKnownName(end)) {
      return;
    }
    int start = Alphabet.DOTTED.runStart(scan.text(), from, MAX_NAME);
    List<String> words = words(scan, start, end);
    KeyNames.Strength strength = KeyNames.strength(words);
    if (strength != KeyNames.Strength.STRONG && scan.at(start) == '-') {
      keyOption(scan, end, words);
    }
    if (strength != KeyNames.Strength.STRONG) {
      SentenceRules.key(scan, from, end);
    }
    if (strength == KeyNames.Strength.NONE) {
      return;
    }
    Optional<NamedValue> named = value(new SecretName(scan, start, end, words), strength);
    if (named.isEmpty()) {
      NextLine.await(scan, end, words, strength);
    } else if (!scan.isFound(from, named.get().value().to())) {
      judge(scan, named.get(), strength);
    }
    if (strength == KeyNames.Strength.STRONG && scan.depth() == 0 && !scan.hasFindingFrom(end)) {
      boolean isPassword = KeyNames.isPassword(words) && !KeyNames.isAmbiguous(words);
      SentenceRules.find(scan, afterPlaceholder(scan, end), isPassword);
      if (scan.at(end) == '(') {
        TypedRules.call(scan, end + 1);
      }
      if (named.isEmpty() && !scan.hasFindingFrom(end)) {
        ValueFirst.find(scan, start, isPassword);
      }
      if (isPassword && !scan.hasFindingFrom(end)) {
        NextLine.awaitAnswer(scan, end);
      }
      if (named.isPresent() && !scan.hasFindingFrom(end) && Columns.isHeading(scan, end)) {
        scan.await(NextLine.Await.COLUMN);
      }
    }
  }

  /** Past what closes {@code %NAME%}, {@code @@NAME@@} or <code>${NAME}</code>. */
  private static int afterPlaceholder(ScannedLine scan, int end) {
    int after = end;
    while (after - end < 2 && "%@}".indexOf(scan.at(after)) >= 0) {
      after++;
    }
    return after;
  }

  /** {@code --key X}, {@code --auth=X}: a word that looks random. */
  private static void keyOption(ScannedLine scan, int end, List<String> words) {
    if (KeyNames.isKeyOption(words) && (scan.at(end) == ' ' || scan.at(end) == '=')) {
      Values.Value value = Values.at(scan, Values.afterBlanks(scan, end + 1));
      int secret = SecretLook.start(scan.text(), value.from(), value.to());
      boolean isTyped = secret > value.from() && TypedLook.isTyped(scan.text(), secret, value.to());
      if (isTyped || SecretLook.isRandom(scan.text(), secret, value.to())) {
        scan.found(SecretRule.COMMAND, secret, value.to());
      }
    }
  }

  /** {@code Secret access key} is a name of three words; a bare {@code key} names everything. */
  private static List<String> words(ScannedLine scan, int start, int end) {
    // -Dname=value of Java, -Pname=value of Gradle
    boolean isProperty = scan.at(end) == '='
        && scan.at(start) == '-'
        && (scan.at(start + 1) == 'D' || scan.at(start + 1) == 'P');
    List<String> words = KeyNames.words(scan.text().substring(isProperty ? start + 2 : start, end));
    int first = start;
    while (words.size() < 3 && words.size() > 0 && isPartOfPhrase(words.get(0))) {
      int blank = first - 1;
      int before = Alphabet.ALNUM.runStart(scan.text(), Math.max(blank, 0), MAX_NAME);
      if (scan.at(blank) != ' ' || before >= blank) {
        break;
      }
      words.addAll(0, KeyNames.words(scan.text().substring(before, blank)));
      first = before;
    }
    return words;
  }

  private static boolean isPartOfPhrase(String word) {
    return word.equals("key") || word.equals("access") || word.equals("api");
  }

  private static Optional<NamedValue> value(SecretName name, KeyNames.Strength strength) {
    ScannedLine scan = name.scan();
    int start = name.start();
    int end = name.end();
    int value = Values.afterType(scan, Values.afterSeparator(scan, end));
    int object = scan.at(value) == '{' ? ValuePlaces.afterValueField(scan, end) : -1;
    if (object >= 0 && strength == KeyNames.Strength.STRONG) {
      return filled(name, NamedValue.Syntax.OPTION, object);
    }
    if (value >= 0) {
      NamedValue.Syntax syntax =
          ValuePlaces.isSwitch(scan, start) || ValuePlaces.isEcho(scan, start, end)
              ? NamedValue.Syntax.OPTION
              : NamedValue.Syntax.PAIR;
      return filled(name, syntax, value);
    }
    if (strength != KeyNames.Strength.STRONG) {
      int argument = ValuePlaces.afterLooseSeparator(scan, start, end);
      return argument < 0 || !Values.isQuote(scan.at(argument))
          ? Optional.empty()
          : filled(name, NamedValue.Syntax.LOOSE, argument);
    }
    int element = ValuePlaces.afterElement(scan, start, end);
    if (element >= 0) {
      int close = scan.text().indexOf('<', element);
      int to = close < 0 ? scan.text().length() : close;
      Values.Value content = new Values.Value(element, to, Values.Quoting.QUOTED);
      return Optional.of(name.with(NamedValue.Syntax.OPTION, content));
    }
    int field = ValuePlaces.afterValueField(scan, end);
    if (field >= 0) {
      return filled(name, NamedValue.Syntax.OPTION, field);
    }
    if (scan.at(end) == ' ' && ValuePlaces.takesNextWord(scan, start)) {
      return filled(name, NamedValue.Syntax.OPTION, Values.afterBlanks(scan, end));
    }
    int loose = ValuePlaces.afterLooseSeparator(scan, start, end);
    return loose < 0 ? Optional.empty() : filled(name, NamedValue.Syntax.LOOSE, loose);
  }

  /** Empty where nothing follows on this line. */
  private static Optional<NamedValue> filled(SecretName name, NamedValue.Syntax syntax, int at) {
    ScannedLine scan = name.scan();
    int tagged = Values.afterTag(scan, at);
    int inner = Values.afterWrapper(scan, tagged);
    if (inner > tagged) {
      return wrapped(name, inner);
    }
    Values.Value value = Values.at(scan, tagged);
    boolean isComment = scan.text().startsWith("# ", value.from());
    if (value.to() <= value.from() || isComment || NextLine.isBlockMark(scan, value.from())) {
      return Optional.empty();
    }
    Values.Value whole = Values.whole(scan, name.start(), value, name.words());
    return Optional.of(name.with(syntax, whole));
  }

  /** A call may as well be given the name of a variable or a question: only what looks secret. */
  private static Optional<NamedValue> wrapped(SecretName name, int inner) {
    String text = name.scan().text();
    Values.Value value = Values.at(name.scan(), inner);
    boolean isSecret = SecretLook.isRandom(text, value.from(), value.to())
        || TypedLook.isTyped(text, value.from(), value.to());
    return isSecret ? Optional.of(name.with(NamedValue.Syntax.OPTION, value)) : Optional.empty();
  }

  private static void judge(ScannedLine scan, NamedValue named, KeyNames.Strength strength) {
    if (named.isHarmless()) {
      return;
    }
    if (strength == KeyNames.Strength.STRONG && named.isAssigned()) {
      scan.found(SecretRule.ASSIGNMENT, named.value().from(), named.value().to());
      changed(scan, named.value());
    } else if (scan.depth() == 0 && isLogin(scan, named)) {
      int from =
          SecretLook.afterUser(scan.text(), named.value().from(), named.value().to());
      scan.found(SecretRule.KEY_WORD, from, named.value().to());
    } else if (scan.depth() == 0 && (named.isRandom(strength) || named.looksSecret(strength))) {
      scan.found(SecretRule.KEY_WORD, named.value().from(), named.value().to());
    }
  }

  /** {@code ADMIN_LOGIN=user/password} */
  private static boolean isLogin(ScannedLine scan, NamedValue named) {
    int from = named.value().from();
    int password = SecretLook.afterUser(scan.text(), from, named.value().to());
    return named.syntax() == NamedValue.Syntax.PAIR
        && password > from
        && TypedLook.isTyped(scan.text(), password, named.value().to());
  }

  /** {@code "old" -> "new"} of a plan that changes a value. */
  private static void changed(ScannedLine scan, Values.Value old) {
    int arrow = Values.afterBlanks(scan, Values.afterClosingQuote(scan, old.to()));
    boolean isArrow = scan.text().startsWith("-> ", arrow) || scan.text().startsWith("=> ", arrow);
    if (isArrow) {
      Values.Value value = Values.at(scan, Values.afterBlanks(scan, arrow + 3));
      if (!ValueShape.isPlaceholder(scan.text(), value.from(), value.to())) {
        scan.found(SecretRule.ASSIGNMENT, value.from(), value.to());
      }
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
