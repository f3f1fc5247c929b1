package io.jocker.core.runtime.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A resolved user. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UserSpec(
        Long uid,
        Long gid,
        List<Long> additionalGids) {
}
