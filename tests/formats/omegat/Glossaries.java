// Prints what OmegaT's own readers make of glossary files: file, source and target, separated by tabs.
// Arguments: project folder, source language, target language, files.
import java.io.File;
import java.util.List;
import org.omegat.core.Core;
import org.omegat.core.data.NotLoadedProject;
import org.omegat.core.data.ProjectProperties;
import org.omegat.gui.glossary.GlossaryEntry;
import org.omegat.gui.glossary.GlossaryReaderTBX;
import org.omegat.gui.glossary.GlossaryReaderTSV;

public class Glossaries {
    public static void main(String[] arguments) throws Exception {
        final ProjectProperties properties = new ProjectProperties(new File(arguments[0]));
        properties.setSourceLanguage(arguments[1]);
        properties.setTargetLanguage(arguments[2]);
        Core.setProject(new NotLoadedProject() {
            @Override
            public ProjectProperties getProjectProperties() {
                return properties;
            }
        });
        for (int i = 3; i < arguments.length; i++) {
            File file = new File(arguments[i]);
            List<GlossaryEntry> entries = file.getName().endsWith(".tbx") ? GlossaryReaderTBX.read(file, false) : GlossaryReaderTSV.read(file, false);
            for (GlossaryEntry entry : entries) {
                System.out.println(file.getName() + "\t" + entry.getSrcText() + "\t" + entry.getLocText());
            }
        }
    }
}
