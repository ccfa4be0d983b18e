// The map that can be moved and zoomed: the same points as the drawn one, from files of map/ that are loaded when asked for.
(() => {
  "use strict";
  const maps = document.querySelector(".maps[data-script]");
  if (!maps) return;
  const button = maps.querySelector("button"), told = maps.querySelector("[role=status]"), box = maps.querySelector(".zoom");
  const form = document.querySelector("form.slide"), parts = {};
  let map = null, month = "";
  window.solferinoMap = (name, body) => { parts[name] = body; };

  const asked = (element) => new Promise((done, failed) => {
    element.onload = done;
    element.onerror = () => failed(new Error("a file of the folder map is missing: the dossier is not whole"));
    document.head.append(element);
  });
  const script = (name) => asked(Object.assign(document.createElement("script"), { src: `../map/${name}` }));
  const style = (name) => asked(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `../map/${name}` }));
  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  // Longitudes run on beyond the date line where the points lie on both sides of it.
  const east = (spots) => {
    const lons = spots.map((s) => s.at[0]);
    const turn = Math.max(...lons) - Math.min(...lons) > 180;
    return spots.map((s) => ({ ...s, at: [turn && s.at[0] < 0 ? s.at[0] + 360 : s.at[0], s.at[1]] }));
  };

  // A circle on the sphere, in degrees; near a pole it is drawn as if it were at 87 degrees.
  const DEGREE = 111195;
  const circle = ({ at: [lon, lat], reach }) => Array.from({ length: 65 }, (_, i) => {
    const turn = (i % 64) * Math.PI / 32, narrow = Math.max(Math.cos(lat * Math.PI / 180), 0.05);
    return [lon + Math.sin(turn) * reach / DEGREE / narrow, lat + Math.cos(turn) * reach / DEGREE];
  });
  const inMonth = () => parts.spots.map((s, id) => ({ ...s, id, n: month ? s.when[month] || 0 : s.n })).filter((s) => s.n);
  const collection = (features) => ({ type: "FeatureCollection", features });
  const dots = () => collection(inMonth().map((s) => ({
    type: "Feature", geometry: { type: "Point", coordinates: s.at },
    properties: { id: s.id, n: s.n, text: s.n > 1 ? `${s.label} · ${s.n}` : s.label },
  })));
  const reaches = () => collection(inMonth().filter((s) => s.reach).map((s) => ({
    type: "Feature", geometry: { type: "Polygon", coordinates: [circle(s)] }, properties: {},
  })));
  // All points have room, and their circles up to three times the middle one: as on the drawn map.
  const bounds = () => {
    const sizes = parts.spots.map((s) => s.reach).filter(Boolean).sort((a, b) => a - b);
    const most = 3 * (sizes[Math.floor(sizes.length / 2)] || 0);
    const corners = parts.spots.flatMap((s) => circle({ ...s, reach: Math.min(s.reach, most) }));
    return corners.reduce((found, at) => found.extend(at), new maplibregl.LngLatBounds());
  };

  const alone = ["!", ["has", "point_count"]], many = ["has", "point_count"];
  const looks = () => ({ version: 8, sources: {
    land: { type: "geojson", data: parts.land },
    reaches: { type: "geojson", data: reaches() },
    // From zoom 14 on every point stands alone, those in one place one over another: a click opens them all.
    dots: { type: "geojson", data: dots(), cluster: true, clusterRadius: 32, clusterMaxZoom: 13,
      clusterProperties: { n: ["+", ["get", "n"]] } },
    ...beneath().sources,
  }, layers: [
    { id: "sea", type: "background", paint: { "background-color": ink("grey") } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": ink("panel") } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": ink("soft"), "line-width": 0.75 } },
    ...beneath().layers,
    { id: "reach", type: "fill", source: "reaches", paint: { "fill-color": ink("supported"), "fill-opacity": 0.07 } },
    { id: "edge", type: "line", source: "reaches", paint: { "line-color": ink("supported"), "line-opacity": 0.75 } },
    { id: "dots", type: "circle", source: "dots", filter: alone, paint: { "circle-color": ink("supported"), "circle-radius": 4 } },
    { id: "many", type: "circle", source: "dots", filter: many, paint: {
      "circle-color": ink("supported"), "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 9, 40, 30] } },
    { id: "names", type: "symbol", source: "dots", filter: alone, layout: {
      "icon-image": ["concat", "ink:", ["get", "text"]], "icon-anchor": "left", "icon-offset": [7, 0] } },
    { id: "counts", type: "symbol", source: "dots", filter: many, layout: {
      "icon-image": ["concat", "paper:", ["to-string", ["get", "n"]]], "icon-allow-overlap": true } },
  ] });

  // Tiles that the case brings: found in their index by their number on the curve that their file is ordered by.
  const numbered = (z, x, y) => {
    let n = (4 ** z - 1) / 3;
    for (let side = 2 ** z / 2; side >= 1; side /= 2) {
      const right = x & side ? 1 : 0, low = y & side ? 1 : 0;
      n += side * side * ((3 * right) ^ low);
      if (!low) {
        if (right) { x = side - 1 - (x & (side - 1)); y = side - 1 - (y & (side - 1)); }
        [x, y] = [y, x];
      }
    }
    return n;
  };
  const tile = async ({ url }) => {
    const { index, bytes, zipped } = parts.tiles, n = numbered(...url.slice("case://".length).split("/").map(Number));
    const found = index[index.findLastIndex(([first]) => first <= n)];
    if (!found || n >= found[0] + found[1]) return { data: new ArrayBuffer(0) };
    const body = new Blob([bytes.subarray(found[2], found[2] + found[3])]);
    const opened = zipped ? body.stream().pipeThrough(new DecompressionStream("gzip")) : body.stream();
    return { data: await new Response(opened).arrayBuffer() };
  };
  const beneath = () => {
    const { vector, zooms: [minzoom, maxzoom], bounds: area, layers } = parts.tiles || { zooms: [] };
    if (!parts.tiles) return { sources: {}, layers: [] };
    const source = { type: vector ? "vector" : "raster", tiles: ["case://{z}/{x}/{y}"], minzoom, maxzoom, bounds: area };
    const lines = layers.map((name) => ({ id: `tiles ${name}`, type: "line", source: "tiles", "source-layer": name,
      paint: { "line-color": ink("soft"), "line-opacity": 0.5, "line-width": 0.75 } }));
    return { sources: { tiles: vector ? source : { ...source, tileSize: 256 } },
      layers: vector ? lines : [{ id: "tiles", type: "raster", source: "tiles" }] };
  };

  // Words are drawn by the browser, which knows every script; the map has no letters of its own to load.
  const word = (id) => {
    const colour = ink(id.slice(0, id.indexOf(":"))), text = id.slice(id.indexOf(":") + 1), ratio = window.devicePixelRatio || 1;
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const font = `${Math.round(12 * ratio)}px system-ui, sans-serif`;
    pen.font = font;
    pen.canvas.width = Math.ceil(pen.measureText(text).width + 4 * ratio);
    pen.canvas.height = Math.ceil(18 * ratio);
    Object.assign(pen, { font, fillStyle: colour, textBaseline: "middle" });
    Object.assign(pen, { strokeStyle: ink("panel"), lineWidth: 3 * ratio, lineJoin: "round" });
    const at = [text, 2 * ratio, pen.canvas.height / 2];
    if (id.startsWith("ink:")) pen.strokeText(...at);
    pen.fillText(...at);
    map.addImage(id, pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height), { pixelRatio: ratio });
  };

  const link = ([text, href]) => Object.assign(document.createElement("a"), { href, textContent: text, dir: "auto" });
  const metres = (m) => (m < 1000 ? `${m} m` : `${Math.round(m / 100) / 10} km`);
  const said = (spot) => {
    const card = document.createElement("section"), head = document.createElement("h3"), body = document.createElement("p");
    head.textContent = spot.label;
    head.dir = "auto";
    body.textContent = spot.reach ? `within ${metres(spot.reach)}` : "precision not stated";
    card.append(head, body, ...spot.links.map(link));
    const left = parts.spots[spot.id].n - spot.links.length;
    if (left > 0) card.append(`and ${left} more`);
    return card;
  };
  const open = (features) => {
    const ids = [...new Set(features.map((f) => f.properties.id))], body = document.createElement("div");
    body.append(...ids.map((id) => said({ ...parts.spots[id], id })));
    new maplibregl.Popup({ maxWidth: "20rem" }).setLngLat(parts.spots[ids[0]].at).setDOMContent(body).addTo(map);
  };
  const nearer = async ([cluster]) => {
    const zoom = await map.getSource("dots").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom });
  };

  const shown = (layers) => map.queryRenderedFeatures({ layers });

  const start = async () => {
    await style(maps.dataset.style);
    for (const name of [maps.dataset.script, "land.js", "points.js"]) await script(name);
    if (maps.dataset.tiles) {
      await script(maps.dataset.tiles);
      parts.tiles.bytes = Uint8Array.from(atob(parts.tiles.data), (c) => c.charCodeAt(0));
      maplibregl.addProtocol("case", tile);
    }
    parts.spots = east(parts.points);
    box.hidden = false;
    map = new maplibregl.Map({
      container: box, style: looks(), bounds: bounds(), fitBoundsOptions: { padding: 40, maxZoom: 11 }, maxZoom: 16,
      attributionControl: false, cooperativeGestures: true, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    });
    window.solferinoZoom = map;
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
    map.addControl(new maplibregl.ScaleControl());
    map.touchZoomRotate.disableRotation();
    map.on("styleimagemissing", (e) => { if (!map.hasImage(e.id)) word(e.id); });
    map.on("click", "dots", (e) => open(e.features));
    map.on("click", "many", (e) => nearer(e.features));
    for (const layer of ["dots", "many"]) {
      map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
      map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
    }
    map.on("idle", () => { box.dataset.drawn = shown(["dots", "many"]).reduce((n, f) => n + f.properties.n, 0); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(looks(), { diff: false }));
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    told.textContent = map ? "" : "Loading.";
    try {
      if (!map) await start();
      const zoomed = maps.classList.toggle("zoomed");
      button.textContent = zoomed ? maps.dataset.back : maps.dataset.ask;
      told.textContent = "";
      if (zoomed) map.resize();
    } catch (error) {
      told.textContent = `This browser cannot show it (${error.message}). The drawn map stands.`;
    }
    button.disabled = false;
  });
  form?.addEventListener("month", (e) => {
    month = e.detail;
    map?.getSource("dots")?.setData(dots());
    map?.getSource("reaches")?.setData(reaches());
  });
  button.textContent = maps.dataset.ask;
  maps.querySelector(".ask").hidden = false;
})();
