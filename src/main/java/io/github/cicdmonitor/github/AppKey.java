package io.github.cicdmonitor.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cicdmonitor.error.MonitorException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** A GitHub App's id and private key, and the short-lived signed statements (JWT) they make. */
public final class AppKey {
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
  private static final Duration VALIDITY = Duration.ofMinutes(9); // GitHub takes 10 at most

  private final String appId;
  private final PrivateKey key;

  private AppKey(String appId, PrivateKey key) {
    this.appId = appId;
    this.key = key;
  }

  /**
   * @param appId the App's id or client id
   * @param pem the key file as GitHub gives it (PKCS#1), or PKCS#8; {@code \n} written as two
   *     characters, as environment variables often hold it, is understood
   * @throws MonitorException USAGE when it is no RSA key
   */
  public static AppKey of(String appId, String pem) {
    try {
      return new AppKey(appId, PemKey.read(pem));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // the cause may quote the key
      throw MonitorException.of(
          MonitorException.Kind.USAGE,
          "cannot use the key in GITHUB_APP_PRIVATE_KEY",
          "it is no RSA private key in PEM form",
          "Set it to the whole .pem file that GitHub offered when the key was made");
    }
  }

  String app() {
    return appId;
  }

  /** Stands for the key without showing it. */
  String mark() {
    return CredentialFingerprint.of(Base64.getEncoder().encodeToString(key.getEncoded()));
  }

  /** RS256, issued a minute ago because clocks differ. */
  String statement(Instant now) {
    long issued = now.minus(CLOCK_SKEW).getEpochSecond();
    Map<String, Object> claims =
        Map.of("iat", issued, "exp", now.plus(VALIDITY).getEpochSecond(), "iss", appId);
    String unsigned = part(Json.write(Map.of("alg", "RS256", "typ", "JWT")).getBytes(UTF_8))
        + "."
        + part(Json.write(claims).getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(unsigned.getBytes(UTF_8));
      return unsigned + "." + part(signature.sign());
    } catch (GeneralSecurityException e) {
      throw MonitorException.of(
          MonitorException.Kind.USAGE,
          "cannot sign with the key in GITHUB_APP_PRIVATE_KEY",
          "this Java cannot use it",
          "Make a new key in the App's settings");
    }
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "AppKey[" + appId + "]";
  }
}
