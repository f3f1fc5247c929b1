package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.layer.Layer;
import io.jocker.core.layer.LayerStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything there is to say of one image, for inspect and history. */
public final class ImageInspector {
    private final ImageResolver resolver;
    private final LayerStore layers;

    /** Over these. */
    public ImageInspector(ImageResolver resolver, LayerStore layers) {
        this.resolver = resolver;
        this.layers = layers;
    }

    /**
     * An image with its layers and their directories, both topmost first.
     */
    public record Details(Image image, List<Layer> layers, List<Path> lowerDirs) {
        /** The sizes of the layers in bytes, lowest first. */
        public List<Long> sizes() {
            List<Long> sizes = new ArrayList<>();
            for (int i = layers.size() - 1; i >= 0; i--) {
                sizes.add(layers.get(i).size());
            }
            return sizes;
        }
    }

    /**
     * What there is to say of the image that this reference means.
     *
     * @throws EngineException as {@link ImageResolver#resolve}
     */
    public Details inspect(String reference) {
        Image image = resolver.resolve(reference);
        return image.chainId().map(chain -> new Details(image, layers.stack(chain), layers.lowerDirs(chain)))
                .orElseGet(() -> new Details(image, List.of(), List.of()));
    }
}
