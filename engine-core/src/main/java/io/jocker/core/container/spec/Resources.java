package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.runtime.resource.CpuLimits;
import io.jocker.core.runtime.resource.MemoryLimits;
import io.jocker.core.runtime.resource.PidsLimit;
import io.jocker.core.runtime.resource.ResourceSpec;

/** Checks and translates resource limits; the words of refusal are Docker's. */
public final class Resources {
    private static final long MINIMUM_MEMORY = 6L << 20;
    private static final long CPU_PERIOD = 100_000;
    private static final long NANOS = 1_000_000_000;

    private Resources() {
    }

    /**
     * Refuses limits that contradict each other or the machine.
     *
     * @param processors how many the machine has
     * @throws EngineException INVALID
     */
    public static void check(HostConfig host, int processors) {
        checkMemory(host);
        if (host.nanoCpus() > 0 && (host.cpuPeriod() > 0 || host.cpuQuota() > 0)) {
            throw EngineException.invalid("Conflicting options: Nano CPUs and CPU "
                    + (host.cpuPeriod() > 0 ? "Period" : "Quota") + " cannot both be set");
        }
        if (host.nanoCpus() < 0 || host.nanoCpus() > processors * NANOS) {
            throw EngineException.invalid(String.format("range of CPUs is from 0.01 to %d.00, as there are only %d "
                    + "CPUs available", processors, processors));
        }
        if (host.cpuPeriod() != 0 && (host.cpuPeriod() < 1000 || host.cpuPeriod() > 1_000_000)) {
            throw EngineException.invalid("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s "
                    + "(i.e. 1000000)");
        }
        if (host.cpuQuota() > 0 && host.cpuQuota() < 1000) {
            throw EngineException.invalid("CPU cfs quota can not be less than 1ms (i.e. 1000)");
        }
        if (host.oomScoreAdj() < -1000 || host.oomScoreAdj() > 1000) {
            throw EngineException.invalid("Invalid value " + host.oomScoreAdj()
                    + ", range for oom score adj is [-1000, 1000]");
        }
        if (host.shmSize() < 0) {
            throw EngineException.invalid("SHM size can not be less than 0");
        }
    }

    private static void checkMemory(HostConfig host) {
        if (host.memory() != 0 && host.memory() < MINIMUM_MEMORY) {
            throw EngineException.invalid("Minimum memory limit allowed is 6MB");
        }
        if (host.memory() > 0 && host.memorySwap() > 0 && host.memorySwap() < host.memory()) {
            throw EngineException.invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
        }
        if (host.memory() == 0 && host.memorySwap() > 0) {
            throw EngineException.invalid("You should always set the Memory limit when using Memoryswap limit, see "
                    + "usage");
        }
        if (host.memorySwappiness() != null && (host.memorySwappiness() < -1 || host.memorySwappiness() > 100)) {
            throw EngineException.invalid("Invalid value: " + host.memorySwappiness()
                    + ", valid memory swappiness range is 0-100");
        }
        if (host.memoryReservation() != 0 && host.memoryReservation() < MINIMUM_MEMORY) {
            throw EngineException.invalid("Minimum memory reservation allowed is 6MB");
        }
        if (host.memory() > 0 && host.memoryReservation() > host.memory()) {
            throw EngineException.invalid("Minimum memory limit can not be less than memory reservation limit, see "
                    + "usage");
        }
    }

    static ResourceSpec translate(HostConfig host, long pidsCeiling) {
        return new ResourceSpec(Devices.rules(host), memory(host),
                cpu(host), pids(host, pidsCeiling) == null ? null : new PidsLimit(pids(host, pidsCeiling)),
                BlockIo.of(host));
    }

    /** What an update changes in a running container; only what is given. */
    public static ResourceSpec changes(HostConfig given) {
        Long pids = given.pidsLimit() == null || given.pidsLimit() == 0 ? null
                : given.pidsLimit() < 0 ? Long.valueOf(-1) : given.pidsLimit();
        MemoryLimits memory = new MemoryLimits(positive(given.memory()), positive(given.memoryReservation()),
                positive(given.memorySwap()), null, null);
        return new ResourceSpec(null, memory.equals(new MemoryLimits(null, null, null, null, null)) ? null : memory,
                cpu(given), pids == null ? null : new PidsLimit(pids), BlockIo.of(given));
    }

    private static Long pids(HostConfig host, long ceiling) {
        Long limit = host.pidsLimit();
        if (limit == null || limit == 0) {
            return ceiling == 0 ? null : Long.valueOf(ceiling);
        }
        return limit < 0 ? Long.valueOf(-1) : limit;
    }

    private static MemoryLimits memory(HostConfig host) {
        Long limit = positive(host.memory());
        // Without a word on swap, a container may swap as much as it may hold in memory: Docker's rule.
        Long swap = host.memorySwap() != 0 ? Long.valueOf(host.memorySwap())
                : limit == null ? null : Long.valueOf(limit * 2);
        Long swappiness = host.memorySwappiness() == null || host.memorySwappiness() < 0 ? null
                : host.memorySwappiness();
        if (limit == null && host.memoryReservation() == 0 && swappiness == null && host.oomKillDisable() == null) {
            return null;
        }
        return new MemoryLimits(limit, positive(host.memoryReservation()), swap, swappiness, host.oomKillDisable());
    }

    private static CpuLimits cpu(HostConfig host) {
        Long quota = host.cpuQuota() == 0 ? null : host.cpuQuota();
        Long period = positive(host.cpuPeriod());
        if (host.nanoCpus() > 0) {
            period = CPU_PERIOD;
            quota = host.nanoCpus() * CPU_PERIOD / NANOS;
        }
        CpuLimits limits = new CpuLimits(positive(host.cpuShares()), quota, period,
                positive(host.cpuRealtimeRuntime()), positive(host.cpuRealtimePeriod()), text(host.cpusetCpus()),
                text(host.cpusetMems()));
        return limits.equals(new CpuLimits(null, null, null, null, null, null, null)) ? null : limits;
    }

    private static Long positive(long value) {
        return value == 0 ? null : value;
    }

    private static String text(String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
