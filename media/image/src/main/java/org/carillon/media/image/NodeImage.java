package org.carillon.media.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The image of the media node. It is made of folders only, each a layer, those that change least
 * first; of no other image. The same files make the same bytes.
 *
 * @param layers folders whose content goes to the root of the image's file system
 */
record NodeImage(List<Path> layers) {

  /** Whoever runs the node; owns nothing but the folders for what it writes. */
  static final String USER = "10001";

  private static final FilePermissions FOLDER = FilePermissions.fromOctalString("755");
  private static final FilePermissions PRIVATE_FOLDER = FilePermissions.fromOctalString("700");
  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
  private static final FilePermissions FILE = FilePermissions.fromOctalString("644");

  /** The folders that the node writes; ECS gives the volumes there the owners that these have. */
  private static final List<String> WRITTEN =
      List.of("/tmp", "/var/spool/carillon", "/var/spool/carillon-recordings");

  /** The program and its options: the words of the file {@code opt/carillon/options}. */
  private static final String OPTIONS = "opt/carillon/options";

  NodeImage {
    layers = List.copyOf(layers);
  }

  /**
   * Writes it as a file that {@code docker load} and other tools take.
   *
   * @param file is written anew
   * @param name with its tag, such as {@code carillon-node:1}
   * @param cache a folder for layers made before
   * @return the image's digest
   */
  String write(Path file, String name, Path cache) throws IOException, InterruptedException {
    try {
      JibContainerBuilder image =
          Jib.fromScratch()
              .setCreationTime(Instant.EPOCH)
              .setUser(USER + ":" + USER)
              .setExposedPorts(
                  Set.of(Port.udp(5060), Port.tcp(5060), Port.tcp(5061), Port.tcp(8080)))
              .setVolumes(volumes())
              .setEntrypoint(entrypoint());
      for (Path layer : layers) {
        image.addFileEntriesLayer(layer(layer));
      }
      image.addFileEntriesLayer(written());
      Containerizer to = Containerizer.to(TarImage.at(file).named(name));
      return made(image, to, cache).getImageId().toString();
    } catch (com.google.cloud.tools.jib.api.InvalidImageReferenceException e) {
      throw new IOException("no image is named " + name, e);
    }
  }

  /**
   * Brings an image to a registry.
   *
   * @param file made by {@link #write}
   * @param reference where to, with its tag
   * @param credential for the registry
   * @param insecure whether the registry may speak plain HTTP: one on this machine
   */
  static void push(Path file, String reference, Credential credential, boolean insecure, Path cache)
      throws IOException, InterruptedException {
    try {
      RegistryImage there =
          RegistryImage.named(reference)
              .addCredential(credential.getUsername(), credential.getPassword());
      var _ =
          made(
              Jib.from(TarImage.at(file)),
              Containerizer.to(there).setAllowInsecureRegistries(insecure),
              cache);
    } catch (com.google.cloud.tools.jib.api.InvalidImageReferenceException e) {
      throw new IOException("no image is named " + reference, e);
    }
  }

  private static JibContainer made(JibContainerBuilder image, Containerizer to, Path cache)
      throws IOException, InterruptedException {
    try {
      return image.containerize(
          to.setToolName("carillon")
              .setBaseImageLayersCache(cache.resolve("base"))
              .setApplicationLayersCache(cache.resolve("layers")));
    } catch (java.util.concurrent.ExecutionException
        | com.google.cloud.tools.jib.api.RegistryException
        | com.google.cloud.tools.jib.api.CacheDirectoryCreationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("the image cannot be brought there: " + cause.getMessage(), e);
    }
  }

  private List<String> entrypoint() throws IOException {
    for (Path layer : layers) {
      Path options = layer.resolve(OPTIONS);
      if (Files.exists(options)) {
        return Files.readAllLines(options).stream().filter(line -> !line.isBlank()).toList();
      }
    }
    throw new IOException("no layer has the file " + OPTIONS + ", which says what is run");
  }

  private static Set<AbsoluteUnixPath> volumes() {
    Set<AbsoluteUnixPath> volumes = new LinkedHashSet<>();
    WRITTEN.forEach(folder -> volumes.add(AbsoluteUnixPath.get(folder)));
    return volumes;
  }

  private static FileEntriesLayer layer(Path folder) throws IOException {
    FileEntriesLayer.Builder layer =
        FileEntriesLayer.builder().setName(folder.getFileName().toString());
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> !file.equals(folder)).sorted().forEach(all::add);
    }
    for (Path one : all) {
      AbsoluteUnixPath there =
          AbsoluteUnixPath.get("/" + folder.relativize(one).toString().replace('\\', '/'));
      FilePermissions permissions =
          Files.isDirectory(one) ? FOLDER : Files.isExecutable(one) ? PROGRAM : FILE;
      layer.addEntry(one, there, permissions);
    }
    return layer.build();
  }

  private static FileEntriesLayer written() throws IOException {
    Path empty = Files.createTempDirectory("carillon-empty");
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("written");
    for (String folder : WRITTEN) {
      layer.addEntry(
          empty,
          AbsoluteUnixPath.get(folder),
          PRIVATE_FOLDER,
          FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
          USER + ":" + USER);
    }
    return layer.build();
  }
}
