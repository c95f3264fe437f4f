package io.github.cicdmonitor.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Marks of secrets: enough to tell one from another, too little to try guesses against. */
final class CredentialFingerprint {
  private static final int HEX_DIGITS = 12;

  private CredentialFingerprint() {}

  static String of(String secret) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(("cicd-monitor credentials\n" + secret).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
