package io.github.cicdmonitor.redact;

import java.util.List;

/** Which names of values say that the value is secret. */
final class KeyNames {
  /** What makes a name worth a look; the literals of the table. */
  static final List<String> KEY_WORDS =
      List.of("pass", "pwd", "secret", "token", "key", "cred", "auth");

  /** Names that can mean nothing else. */
  private static final List<String> STRONG = List.of(
      "password",
      "passwd",
      "passphrase",
      "secret",
      "token",
      "apikey",
      "appkey",
      "accesskey",
      "privatekey",
      "signingkey",
      "encryptionkey",
      "accountkey",
      "credential",
      "authkey",
      "keydata",
      "masterkey",
      "licensekey",
      "sshkey",
      "deploykey",
      "sharedkey",
      "storagekey",
      "storepass",
      "keypass");

  /** Names that hold a key word by chance, or speak about secrets without giving one. */
  private static final List<String> HARMLESS = List.of(
      "public",
      "primary",
      "foreign",
      "keyboard",
      "keyword",
      "author",
      "monkey",
      "tokeniz",
      "tokens",
      "tokentype",
      "tokencount",
      "tokenlimit",
      "tokenkind",
      "tokenmetadata",
      "unexpectedtoken",
      "syntaxtoken",
      "passed",
      "passing",
      "passes",
      "bypass",
      "compass",
      "passthrough",
      "secretname",
      "secretref",
      "secretkeyref",
      "secrets",
      "authenticat",
      "keepalive",
      "keyframe",
      "cachekey",
      "restorekeys",
      "sortkey",
      "partitionkey",
      "passwordkey",
      "credentialsid",
      "persistcredentials",
      "credentialhelper");

  /** A name ending so says where the secret is or what it is called, not the secret. */
  private static final List<String> ABOUT = List.of(
      "file",
      "path",
      "dir",
      "url",
      "uri",
      "endpoint",
      "host",
      "name",
      "type",
      "count",
      "length",
      "size",
      "ttl",
      "expiry",
      "expires",
      "expiresin",
      "expiresat",
      "version",
      "alias",
      "policy",
      "policies",
      "stdin",
      "provider",
      "id",
      "format",
      "regex",
      "pattern",
      "prefix",
      "enabled",
      "required",
      "hash",
      "lifetime",
      "timeout",
      "scope",
      "scopes",
      "usage",
      "status");

  private KeyNames() {}

  /** In lower case, without dots, dashes and underscores. */
  static String normal(String name) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = Character.toLowerCase(name.charAt(i));
      if (c != '.' && c != '-' && c != '_') {
        letters.append(c);
      }
    }
    return letters.toString();
  }

  static boolean isHarmless(String name) {
    return !name.endsWith("privatekeyid") && (holdsAny(name, HARMLESS) || endsWithAny(name, ABOUT));
  }

  static boolean isStrong(String name) {
    return holdsAny(name, STRONG) || name.endsWith("pwd") || name.endsWith("pass");
  }

  private static boolean holdsAny(String name, List<String> words) {
    for (String word : words) {
      if (name.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWithAny(String name, List<String> words) {
    for (String word : words) {
      if (name.endsWith(word)) {
        return true;
      }
    }
    return false;
  }

  /** {@code key:} alone names everything, from cache entries to map entries. */
  static boolean isBareKey(String name) {
    return name.equals("key") || name.equals("keys");
  }
}
