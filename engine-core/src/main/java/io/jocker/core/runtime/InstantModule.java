package io.jocker.core.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;

/** Instants as RFC 3339 text: all that this engine needs of Jackson's larger java.time module. */
public final class InstantModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** Registers both directions. */
    public InstantModule() {
        addSerializer(Instant.class, new ToText());
        addDeserializer(Instant.class, new FromText());
    }

    private static final class ToText extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        ToText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class FromText extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        FromText() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Instant.parse(in.getText());
        }
    }
}
