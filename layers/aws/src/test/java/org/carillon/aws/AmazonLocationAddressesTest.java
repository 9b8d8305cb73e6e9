package org.carillon.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.core.addresses.UsReference;
import org.carillon.core.ports.AddressValidator.Civic;
import org.carillon.core.ports.AddressValidator.Entered;
import org.carillon.core.ports.AddressValidator.Outcome;
import org.carillon.core.ports.AddressValidator.Verdict;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.geoplaces.GeoPlacesClient;

/** Questions as they go over the wire to Amazon Location, and what its answers mean (E1). */
class AmazonLocationAddressesTest {

  private final List<String> questions = new ArrayList<>();
  private volatile int status = 200;
  private volatile String answer = "{}";
  private RestStub stub;
  private GeoPlacesClient client;

  @BeforeEach
  void start() throws IOException {
    stub =
        RestStub.start(
            request -> {
              questions.add(request.path() + " " + text(request.body()));
              return new RestStub.Response(
                  status,
                  Map.of("Content-Type", "application/json"),
                  answer.getBytes(StandardCharsets.UTF_8));
            });
    client =
        LocalServices.client(GeoPlacesClient.builder(), stub.endpoint())
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    stub.close();
  }

  @Test
  void aPerfectMatchIsValidAndWhatIsAskedIsTheStandardForm() {
    answer = items(item("PointAddress", 1.0, "Terry Ave N", "98109", false));

    Outcome outcome = validate("Terry Avenue North");

    assertThat(outcome.verdict()).isEqualTo(Verdict.VALID);
    assertThat(outcome.address())
        .contains(new Civic("410", "", "TERRY", "AVE", "N", "SEATTLE", "WA", "98109", ""));
    assertThat(questions).hasSize(1);
    assertThat(questions.getFirst())
        .startsWith("/geocode ")
        .contains("\"Street\":\"TERRY AVE N\"", "\"IncludeCountries\":[\"USA\"]", "Storage");
  }

  @Test
  void aCloseMatchIsACorrectionAndAFarOneOnlyACandidate() {
    answer = items(item("PointAddress", 0.95, "Terry Ave N", "98109", false));
    assertThat(validate("Tery Ave N").verdict()).isEqualTo(Verdict.CORRECTED);

    answer = items(item("PointAddress", 0.8, "Terry Ave N", "98109", false));
    Outcome far = validate("Tree Ave");
    assertThat(far.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(far.address()).isEmpty();
    assertThat(far.candidates()).extracting(Civic::streetInfo).containsExactly("TERRY AVE N");
  }

  @Test
  void aHouseThatIsNotThereIsInvalid() {
    answer = items(item("PointAddress", 1.0, "Terry Ave N", "98109", true));
    assertThat(validate("Terry Ave N").verdict()).isEqualTo(Verdict.INVALID);
    answer = items(item("Street", 1.0, "Terry Ave N", "98109", false));
    assertThat(validate("Terry Ave N").candidates()).isEmpty();
    answer = "{\"ResultItems\":[]}";
    assertThat(validate("Terry Ave N").verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void aSuiteIsToldWithoutAsking() {
    Outcome outcome = validate("Terry Ave N Suite 200");

    assertThat(outcome.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(outcome.candidates()).extracting(Civic::streetInfo).containsExactly("TERRY AVE N");
    assertThat(questions).isEmpty();
  }

  @Test
  void aServiceThatIsAwayIsSaid() {
    status = 500;
    answer = "{\"message\":\"later\"}";
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> validate("Terry Ave N"))
        .withMessageContaining("Amazon Location");
  }

  @Test
  void itIsAskedForByTheEnvironmentOrLeftAlone() {
    var provider = new AmazonLocationProvider();
    assertThat(provider.from(Map.of())).isEmpty();
    assertThat(provider.from(Map.of("CARILLON_ADDRESSES", "tables"))).isEmpty();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> provider.from(Map.of("CARILLON_ADDRESSES", "maps")))
        .withMessageContaining("CARILLON_ADDRESSES");

    System.setProperty("aws.region", "us-east-1");
    try {
      assertThat(provider.from(Map.of("CARILLON_ADDRESSES", "amazon-location"))).isPresent();
      assertThat(UsReference.orBetter(Map.of("CARILLON_ADDRESSES", "amazon-location")))
          .as("the service loader finds it")
          .isInstanceOf(AmazonLocationAddresses.class);
    } finally {
      System.clearProperty("aws.region");
    }
    assertThat(UsReference.orBetter(Map.of())).isInstanceOf(UsReference.class);
  }

  private Outcome validate(String street) {
    return new AmazonLocationAddresses(client)
        .validate(new Entered("410", street, "Seattle", "WA", "98109"));
  }

  private static String items(String item) {
    return "{\"ResultItems\":[" + item + "]}";
  }

  private static String item(
      String type, double score, String street, String zip, boolean houseMoved) {
    return "{\"PlaceId\":\"p\",\"PlaceType\":\""
        + type
        + "\",\"Title\":\"t\",\"AddressNumberCorrected\":"
        + houseMoved
        + ",\"Address\":{\"AddressNumber\":\"410\",\"Street\":\""
        + street
        + "\",\"Locality\":\"Seattle\",\"Region\":{\"Code\":\"WA\"},\"PostalCode\":\""
        + zip
        + "\"},\"MatchScores\":{\"Overall\":"
        + score
        + "}}";
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }
}
