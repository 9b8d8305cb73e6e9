package org.carillon.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.ApiRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every published vector, in the header form and in the query form, step by step. */
class SigV4VectorsTest {

  @Test
  void allCasesAreRead() throws IOException {
    assertThat(SigV4Vectors.all()).hasSize(38);
  }

  @TestFactory
  List<DynamicTest> vectors() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (SigV4Vectors.Case vector : SigV4Vectors.all()) {
      for (String form : List.of("header", "query")) {
        tests.add(DynamicTest.dynamicTest(vector.name() + " " + form, () -> check(vector, form)));
      }
    }
    return tests;
  }

  private static void check(SigV4Vectors.Case vector, String form) {
    ApiRequest request = SigV4Vectors.request(vector.text(form + "-signed-request.txt"));
    ClaimedSignature claim = ClaimedSignature.of(request);

    CanonicalRequest canonical =
        CanonicalRequest.of(
            request.method(),
            request.rawPath(),
            request.rawQuery(),
            request.headers(),
            claim.signedHeaders(),
            Hashing.sha256Hex(request.body()),
            vector.normalizesPath(),
            name ->
                !name.equals("X-Amz-Signature")
                    && !(vector.omitsSessionToken() && name.equals("X-Amz-Security-Token")));
    assertThat(canonical.text()).isEqualTo(vector.text(form + "-canonical-request.txt"));

    String stringToSign = Hashing.stringToSign(claim.timestamp(), claim.scope(), canonical);
    assertThat(stringToSign).isEqualTo(vector.text(form + "-string-to-sign.txt"));

    String signature = Hashing.signature(vector.secret(), claim.scope(), stringToSign);
    assertThat(signature)
        .isEqualTo(vector.text(form + "-signature.txt").strip())
        .isEqualTo(claim.signature());
  }
}
