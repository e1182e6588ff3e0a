# An image of the executable alone: build it first (`npm run package`), then `docker build .`; for another system give
# --build-arg EXECUTABLE=dist/dify-linux-arm64 and --platform linux/arm64.
FROM debian:12-slim

# Nothing is installed: the executable brings everything, certificates of authorities included.
RUN useradd --uid 10001 --create-home --home-dir /home/dify --shell /usr/sbin/nologin dify \
  && install --directory --owner=dify --group=dify --mode=0700 /data

ARG EXECUTABLE=dist/dify
COPY --chmod=0755 ${EXECUTABLE} /usr/local/bin/dify

USER 10001
ENV DIFY_DATA_DIR=/data DIFY_HOST=0.0.0.0 DIFY_PORT=5001
VOLUME /data
EXPOSE 5001
STOPSIGNAL SIGTERM

# bash asks itself: no other program has to be in the image for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${DIFY_PORT} && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

ENTRYPOINT ["dify"]
CMD ["serve"]
