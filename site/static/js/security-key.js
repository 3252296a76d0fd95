// A form that asks the device for a key, then sends what the device answers.
const data = document.getElementById("js_data");
const complaint = document.getElementById("erreur-cle");

for (const form of document.querySelectorAll("[data-security-key]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complaint.hidden = true;
    const options = JSON.parse(data.textContent);
    try {
      const answer =
        form.dataset.securityKey === "create"
          ? await window.webauthnJSON.create(options.creation_options)
          : await window.webauthnJSON.get(options.request_options);
      form.querySelector("[name=credential]").value = JSON.stringify(answer);
      form.submit();
    } catch {
      complaint.hidden = false;
    }
  });
}
