"""The dashboard: its pages, its look, and the state of the collection above every page."""


def dashboard() -> None:
    """Draw the page that the address names."""
    import streamlit as st

    from tracker.pages import compare, design, embed, faults, header, lexicon, reports, signals, sources, trends

    st.set_page_config(page_title="Policy Signal Tracker", layout="wide")
    design.apply()
    page = st.navigation(
        [
            st.Page(signals.page, title="Signals", default=True),
            st.Page(signals.page, title="Signals", url_path="signals", visibility="hidden"),  # / has no second name
            st.Page(trends.page, title="Trends", url_path="trends"),
            st.Page(compare.page, title="Compare", url_path="compare"),
            st.Page(lexicon.page, title="Lexicon", url_path="lexicon"),
            st.Page(reports.page, title="Reports", url_path="reports"),
            st.Page(sources.page, title="Sources", url_path="sources"),
        ],
        position="hidden" if embed.asked() else "top",
    )
    if not embed.asked():
        header.header()
    faults.page(page.run)


if __name__ == "__main__":  # worker processes import the main script under another name, and draw nothing
    dashboard()
