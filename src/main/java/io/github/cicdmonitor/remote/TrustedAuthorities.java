package io.github.cicdmonitor.remote;

import io.github.cicdmonitor.error.MonitorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Java's own certificate authorities and those of a PEM file. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /** @throws MonitorException USAGE where the text holds no certificate */
  static void addTo(OkHttpClient.Builder client, String pem) {
    try {
      KeyStore both = KeyStore.getInstance(KeyStore.getDefaultType());
      both.load(null, null);
      List<Certificate> all = new ArrayList<>(List.of(manager(null).getAcceptedIssuers()));
      Collection<? extends Certificate> own = CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      if (own.isEmpty()) {
        throw new GeneralSecurityException("no certificate");
      }
      all.addAll(own);
      for (int i = 0; i < all.size(); i++) {
        both.setCertificateEntry("authority-" + i, all.get(i));
      }
      X509TrustManager trusted = manager(both);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trusted}, null);
      client.sslSocketFactory(context.getSocketFactory(), trusted);
    } catch (GeneralSecurityException | IOException e) {
      throw MonitorException.of(
          MonitorException.Kind.USAGE,
          "could not read the certificates of SSL_CERT_FILE or ca_file",
          "the file holds no certificate in PEM form",
          "Name a file with -----BEGIN CERTIFICATE----- blocks");
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore of) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(of);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no trust manager");
  }
}
