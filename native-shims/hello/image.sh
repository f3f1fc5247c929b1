#!/bin/sh
# image.sh HELLO OUT.tar: an image archive around the program HELLO, the same bytes each time.
# Readable as `docker save` output (manifest.json) and as an OCI image layout (index.json).
set -eu
export LC_ALL=C
hello=$1
out=$2
dir=$(mktemp -d "${TMPDIR:-/tmp}/hello-image.XXXXXX")
trap 'rm -rf "$dir"' EXIT
case $(uname -m) in
x86_64) arch=amd64 ;;
aarch64) arch=arm64 ;;
*) echo "image.sh: unknown architecture $(uname -m)" >&2; exit 1 ;;
esac

# pack OUT DIR NAMES…: sorted, no times, no owners.
pack() {
    pack_out=$1
    pack_dir=$2
    shift 2
    tar --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        --mode=u=rwX,go=rX -cf "$pack_out" -C "$pack_dir" "$@"
}
digest() { sha256sum "$1" | cut -d' ' -f1; }
size() { wc -c <"$1" | tr -d ' '; }
# blob FILE: moves it to its place and prints its digest.
blob() {
    blob_digest=$(digest "$1")
    mv "$1" "$dir/image/blobs/sha256/$blob_digest"
    echo "$blob_digest"
}

mkdir -p "$dir/root" "$dir/image/blobs/sha256"
cp "$hello" "$dir/root/hello"
chmod 755 "$dir/root/hello"
pack "$dir/layer.tar" "$dir/root" hello
layer_size=$(size "$dir/layer.tar")
layer=$(blob "$dir/layer.tar")

printf '%s' "{\"architecture\":\"$arch\",\"config\":{\"Cmd\":[\"/hello\"],\
\"Env\":[\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"],\
\"WorkingDir\":\"/\"},\"created\":\"1970-01-01T00:00:00Z\",\
\"history\":[{\"created\":\"1970-01-01T00:00:00Z\",\"created_by\":\"jocker hello\"}],\
\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\"sha256:$layer\"],\"type\":\"layers\"}}" \
    >"$dir/config.json"
config_size=$(size "$dir/config.json")
config=$(blob "$dir/config.json")

printf '%s' "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\
\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\
\"digest\":\"sha256:$config\",\"size\":$config_size},\
\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\
\"digest\":\"sha256:$layer\",\"size\":$layer_size}]}" >"$dir/manifest.json"
manifest_size=$(size "$dir/manifest.json")
manifest=$(blob "$dir/manifest.json")

printf '%s' "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\
\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\
\"digest\":\"sha256:$manifest\",\"size\":$manifest_size,\
\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/hello-world:latest\",\
\"org.opencontainers.image.ref.name\":\"latest\"},\
\"platform\":{\"architecture\":\"$arch\",\"os\":\"linux\"}}]}" >"$dir/image/index.json"
printf '%s' '{"imageLayoutVersion":"1.0.0"}' >"$dir/image/oci-layout"
printf '%s' "[{\"Config\":\"blobs/sha256/$config\",\"RepoTags\":[\"hello-world:latest\"],\
\"Layers\":[\"blobs/sha256/$layer\"]}]" >"$dir/image/manifest.json"
pack "$dir/out.tar" "$dir/image" blobs index.json manifest.json oci-layout
mv "$dir/out.tar" "$out"
